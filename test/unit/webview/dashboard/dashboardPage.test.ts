// @vitest-environment jsdom
import '../support/matchMedia';
import '../support/resizeObserver';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DashboardRequest } from '../../../../src/shared/dashboardMessages';
import { DashboardPage } from '../../../../webview/dashboard/dashboardPage';
import { DashboardStore } from '../../../../webview/dashboard/dashboardState';
import { listedRun, threeRuns } from './exampleRuns';

let page: DashboardPage;
let state: DashboardStore;
let sent: DashboardRequest[];
let saved: unknown;

function open(): void {
  const memory = { readState: () => saved, saveState: (state: unknown) => void (saved = state) };
  state = new DashboardStore(memory);
  sent = [];
  page = new DashboardPage(state, (request) => sent.push(request));
  state.onChange(() => page.update());
  document.body.replaceChildren(page.element);
}

beforeEach(() => {
  saved = undefined;
  open();
});

function show(runs = threeRuns): void {
  page.setRuns(runs);
  page.update();
}

const all = <Type extends HTMLElement>(selector: string): Type[] => [
  ...document.querySelectorAll<Type>(selector),
];
const named = (label: string): HTMLElement =>
  all('[aria-label]').find((each) => each.getAttribute('aria-label') === label)!;
const names = (): string[] => all('.runs tbody th').map((cell) => cell.textContent);

describe('the dashboard', () => {
  it('says what to do before there is a run', () => {
    show([]);
    expect(all('.empty')[0]?.textContent).toMatch(/^No runs in this folder yet/);
    expect(all('.empty')[0]?.hidden).toBe(false);
  });

  it('asks for the columns of a run once, when it is ticked', () => {
    show();
    named('Show adult cccc on the charts').click();
    page.update();
    expect(sent).toEqual([{ type: 'series', runs: ['/runs/cccc'] }]);
  });

  it('asks anew when a run has ended', () => {
    const run = (status: 'running' | 'completed') => [listedRun({ id: 'aaaa', status })];
    show(run('running'));
    named('Show adult aaaa on the charts').click();
    show(run('completed'));
    show(run('completed'));
    expect(sent).toHaveLength(2);
  });

  it('ticks all runs of a group, and a part of them as such', () => {
    show();
    named('Show the runs of adult × 2 seeds').click();
    named('Show adult aaaa on the charts').click();
    const group = named('Show adult × 2 seeds on the charts') as HTMLInputElement;
    expect(group.indeterminate).toBe(true);
    group.click();
    expect(all('.runs-section > p')[0]?.textContent).toBe('2 rows · 2 on the charts');
  });

  it('shows what a person picked of an experiment: its runs alone, under a filter that can be seen', () => {
    show();
    named('Show adult cccc on the charts').click();
    state.pick({ runs: ['/runs/aaaa'], filter: 'adult.mtl.json fixed' });
    expect(all('.runs-section > p')[0]?.textContent).toBe('1 of 2 rows · 1 on the charts');
    expect(all<HTMLInputElement>('.filter')[0]?.value).toBe('adult.mtl.json fixed');
    state.pick({ runs: ['/runs/bbbb'] });
    expect(state.current.selected).toEqual(['/runs/aaaa', '/runs/bbbb']);
  });

  it('draws runs that differ by seed as one line, or one by one', () => {
    show();
    named('Show adult × 2 seeds on the charts').click();
    show();
    const lines = (): string[] => all('.overlay .legend tbody th').map((each) => each.textContent);
    expect(lines()).toEqual(Array(2).fill('adult · equal · mean of 2 seeds'));
    state.update({ eachSeed: true });
    expect(new Set(lines())).toEqual(
      new Set(['adult bbbb · equal · seed 2', 'adult aaaa · equal · seed 1']),
    );
  });

  it('leaves in the table the runs that are brushed, by the keys, until Escape', () => {
    show();
    const [from] = all('[role="slider"][aria-label="balancing.method, from"]');
    const press = (key: string): boolean =>
      from!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    press('ArrowUp');
    expect(names()).toEqual([expect.stringContaining('2 seeds')]);
    expect(all('.runs-section > p')[0]?.textContent).toMatch(
      /^1 of 2 rows · brushed in parallel coordinates/,
    );
    expect(all('.parallel-lines .outside title').map((each) => each.textContent)).toEqual([
      'adult cccc',
    ]);
    expect(from?.getAttribute('aria-valuenow')).toBe('0.02');
    press('Escape');
    expect(names()).toHaveLength(2);
    press('ArrowUp');
    expect(names()).toHaveLength(1);
    all('vscode-button')
      .find((each) => each.textContent === 'Clear Brushes')
      ?.click();
    expect(names()).toHaveLength(2);
  });

  it('comes back as it was left', () => {
    show();
    named('Show adult cccc on the charts').click();
    named('Compare with adult × 2 seeds').click();
    open();
    show();
    expect((named('Show adult cccc on the charts') as HTMLInputElement).checked).toBe(true);
    expect(named('Compare with adult × 2 seeds').getAttribute('aria-pressed')).toBe('true');
  });

  it('sorts by a head: best first, then the other way, then as before', () => {
    show();
    const click = (): void => all('[data-column="income/best"]')[0]!.click();
    const sorting = (): (string | null)[] =>
      all('th[aria-sort]').map((each) => each.ariaSort ?? each.getAttribute('aria-sort'));
    click();
    expect([names()[0], sorting()]).toEqual([expect.stringContaining('cccc'), ['descending']]);
    click();
    expect([names()[0], sorting()]).toEqual([expect.stringContaining('2 seeds'), ['ascending']]);
    click();
    expect([names()[0], sorting()]).toEqual([expect.stringContaining('cccc'), []]);
  });

  it('shows side by side the settings that differ, the seed among them', () => {
    show();
    named('Show adult cccc on the charts').click();
    named('Show adult × 2 seeds on the charts').click();
    const settings = (): string[] => all('.settings tbody th').map((cell) => cell.textContent);
    expect(settings()).toContain('balancing.method');
    expect(settings()).toContain('training.seed');
    expect(settings()).not.toContain('training.epochs');
  });
});

describe('a table of a thousand runs', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    listedRun({ id: String(index).padStart(4, '0'), learningRate: 1 / (index + 1) }),
  );

  it('builds the rows in view only, and says how many there are', () => {
    show(many);
    expect(all('.runs tbody tr:not(.spacer)').length).toBeLessThan(60);
    expect(all('.runs')[0]?.getAttribute('aria-rowcount')).toBe('1001');
    expect(all('.spacer').map((each) => each.style.height)[0]).toBe('0px');
  });

  it('shows other rows where it is scrolled to', () => {
    show(many);
    const scroller = all('.runs-scroll')[0]!;
    scroller.scrollTop = 26 * 500;
    scroller.dispatchEvent(new Event('scroll'));
    expect(names()).toContain('◇adult 0500');
    expect(names()).not.toContain('◇adult 0000');
  });

  it('moves by the arrow keys, also beyond what is built', () => {
    show(many);
    named('Show adult 0000 on the charts').focus();
    const press = (key: string): void => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    };
    for (let index = 0; index < 5; index++) press('ArrowDown');
    press('ArrowUp');
    expect(document.activeElement).toBe(named('Show adult 0004 on the charts'));
  });

  it('finds one by its filter, and keeps the focus in the box', () => {
    show(many);
    const box = all<HTMLInputElement>('.filter')[0]!;
    box.focus();
    box.value = 'adult-20261123-120000-0777';
    box.dispatchEvent(new Event('input'));
    expect(names()).toEqual(['◇adult 0777']);
    expect(document.activeElement).toBe(box);
  });
});
