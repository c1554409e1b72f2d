// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { TableTwin } from '../../../webview/dataTable';
import { ViewStateStore } from '../../../webview/viewState';

const store = (): ViewStateStore =>
  new ViewStateStore({ readState: () => undefined, saveState: () => undefined });

describe('the table twin of a picture', () => {
  it('is built when it is opened, follows its content, and is remembered', () => {
    const state = store();
    let value = '0.5';
    const twin = new TableTwin('loss', 'Loss', state, () => ({
      caption: 'Loss by epoch',
      columns: ['epoch', 'income'],
      rows: [['1', value]],
    }));
    twin.update();
    expect(twin.element.querySelector('table')).toBeNull();
    twin.element.open = true;
    twin.element.dispatchEvent(new Event('toggle'));
    expect(twin.element.querySelector('caption')?.textContent).toBe('Loss by epoch');
    expect(twin.element.querySelector('td')?.textContent).toBe('0.5');
    expect(state.current.tables).toEqual(['loss']);
    value = '0.4';
    twin.update();
    expect(twin.element.querySelectorAll('td')).toHaveLength(1);
    expect(twin.element.querySelector('td')?.textContent).toBe('0.4');
  });

  it('grows by the new rows and leaves the others where they are', () => {
    const rows = [['1', '0.5']];
    const twin = new TableTwin('loss', 'Loss', store(), () => ({
      caption: 'Loss by epoch',
      columns: ['epoch', 'income'],
      rows,
    }));
    twin.element.open = true;
    twin.update();
    const first = twin.element.querySelector('tbody tr');
    rows.push(['2', '0.4']);
    twin.update();
    const cells = [...twin.element.querySelectorAll('tbody td')].map((cell) => cell.textContent);
    expect(cells).toEqual(['0.5', '0.4']);
    expect(twin.element.querySelector('tbody tr')).toBe(first);
  });
});
