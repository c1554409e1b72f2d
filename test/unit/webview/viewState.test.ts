import { describe, expect, it } from 'vitest';
import { restoreState } from '../../../webview/stateStore';
import { initialViewState, ViewStateStore } from '../../../webview/viewState';

function store(saved?: unknown) {
  let state = saved;
  const host = { readState: () => state, saveState: (next: unknown) => void (state = next) };
  return { store: new ViewStateStore(host), reload: () => new ViewStateStore(host).current };
}

describe('the state of the page', () => {
  it('survives a reload', () => {
    const { store: before, reload } = store();
    before.update({ log: true, axis: 'epoch', smoothing: { step: 0.9, epoch: 0.3 } });
    before.toggle('folded', 'tasks', true);
    before.remember({ scroll: 240 });
    expect(reload()).toEqual({
      ...initialViewState,
      log: true,
      axis: 'epoch',
      smoothing: { step: 0.9, epoch: 0.3 },
      folded: ['tasks'],
      scroll: 240,
    });
  });

  it('unfolds what was folded', () => {
    const { store: state } = store({ ...initialViewState, folded: ['loss', 'tasks'] });
    state.toggle('folded', 'loss', false);
    expect(state.current.folded).toEqual(['tasks']);
  });

  it('redraws for a change of what is shown, not for what is only remembered', () => {
    const { store: state } = store();
    const changes: string[] = [];
    state.onChange(() => changes.push('changed'));
    state.remember({ scroll: 3 });
    state.toggle('tables', 'loss', true);
    expect(changes).toEqual([]);
    state.update({ log: true });
    expect(changes).toEqual(['changed']);
  });

  it.each([undefined, null, 'text', 7, []])('starts anew from %j', (saved) => {
    expect(restoreState(initialViewState, saved)).toEqual(initialViewState);
  });

  it('keeps what it understands of another version’s state', () => {
    expect(
      restoreState(initialViewState, {
        log: true,
        axis: 3,
        smoothing: { step: 0.5 },
        folded: [1],
        zoom: 2,
      }),
    ).toEqual({ ...initialViewState, log: true });
  });
});
