import type { GradientHistory } from '../../src/shared/gradientHistory';
import { element, setText } from '../dom';
import { taskMark, type StyledTask } from '../tasks';
import { conflictText } from './conflictText';
import { Sparkline } from './sparkline';

/** More pairs than this nobody compares: seven tasks have 21. */
const mostPairs = 21;

interface Row {
  readonly element: HTMLElement;
  readonly names: HTMLElement;
  readonly line: Sparkline;
  readonly share: HTMLElement;
}

/** Numbers of two tasks, the smaller first. */
export type Pair = readonly [number, number];

/** Every two of `count` tasks. */
export function allPairs(count: number): Pair[] {
  return Array.from({ length: count }, (_, a) => a).flatMap((a) =>
    Array.from({ length: count - a - 1 }, (_, offset): Pair => [a, a + 1 + offset]),
  );
}

/** A row for each two tasks: their cosine over the steps, and how often they are in conflict. */
export class PairsTable {
  readonly element: HTMLElement;
  private readonly caption = element('caption');
  private readonly pairs: readonly Pair[];
  private readonly rows: readonly Row[];

  constructor(
    private readonly tasks: readonly StyledTask[],
    private readonly records: GradientHistory,
  ) {
    this.pairs = allPairs(tasks.length);
    this.rows = this.pairs.slice(0, mostPairs).map(newRow);
    const columns = [conflictText.pairColumn, conflictText.pathColumn];
    const head = element('tr', {}, ...columns.map((each) => element('th', { scope: 'col' }, each)));
    this.element = element(
      'table',
      { class: 'pairs' },
      this.caption,
      element('thead', { class: 'visually-hidden' }, head),
      element('tbody', {}, ...this.rows.map((row) => row.element)),
    );
  }

  /** @param index the record that is shown elsewhere */
  update(index: number): void {
    const shown = this.worstPairs();
    const ranges = shown.map(([a, b]) => rangeOf(this.records.cosine(a, b).values));
    const limit = niceLimit(Math.max(...ranges.flat().map(Math.abs)));
    const note =
      shown.length < this.pairs.length
        ? ` ${conflictText.pairsLeftOut(shown.length, this.pairs.length)}`
        : '';
    setText(this.caption, conflictText.pairsCaption(limit) + note);
    shown.forEach(([a, b], row) => {
      const target = this.rows[row];
      const [one, other] = [this.tasks[a], this.tasks[b]];
      if (!target || !one || !other) return;
      if (target.names.title !== conflictText.pair(one.name, other.name)) name(target, one, other);
      const [low, high] = ranges[row] ?? [0, 0];
      const { step } = this.records;
      target.line.update(
        step.values,
        this.records.cosine(a, b).values,
        limit,
        step.values[index] ?? 0,
        conflictText.sparkline(one.name, other.name, low, high),
      );
      setText(target.share, conflictText.conflict(this.records.conflictShare(a, b)));
    });
  }

  /** All pairs in their order, or those with the most conflict first where they are too many. */
  private worstPairs(): readonly Pair[] {
    if (this.pairs.length <= mostPairs) return this.pairs;
    const share = ([a, b]: Pair): number => this.records.conflictShare(a, b) || 0;
    return this.pairs.toSorted((one, other) => share(other) - share(one)).slice(0, mostPairs);
  }
}

function newRow(): Row {
  const names = element('th', { scope: 'row' });
  const share = element('p', { class: 'share' });
  const line = new Sparkline();
  const row = element('tr', {}, names, element('td', {}, line.element, share));
  return { element: row, names, line, share };
}

function name({ names }: Row, ...tasks: readonly StyledTask[]): void {
  names.title = conflictText.pair(tasks[0]?.name ?? '', tasks[1]?.name ?? '');
  names.replaceChildren(
    ...tasks.map((task) =>
      element('span', { class: 'pair-task' }, taskMark(task.style), element('span', {}, task.name)),
    ),
  );
}

/** Smallest and largest value that is a number; zeros where there is none. */
function rangeOf(values: Float64Array): [number, number] {
  const [low, high] = values.reduce(
    ([least, most], value) =>
      Number.isNaN(value) ? [least, most] : [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return low <= high ? [low, high] : [0, 0];
}

/** A round number that no value is beyond. */
function niceLimit(largest: number): number {
  return [0.1, 0.2, 0.3, 0.5, 0.7].find((limit) => largest <= limit) ?? 1;
}
