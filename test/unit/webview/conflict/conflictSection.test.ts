// @vitest-environment jsdom
import '../support/matchMedia';
import '../support/resizeObserver';
import { describe, expect, it } from 'vitest';
import type { GradientsEvent, TrainingEvent } from '../../../../src/shared/events';
import { RunHistory } from '../../../../src/shared/runHistory';
import { ConflictSection } from '../../../../webview/conflict/conflictSection';
import { createSection } from '../../../../webview/section';
import { ViewStateStore } from '../../../../webview/viewState';
import { shownRun } from '../support/shownRun';

const tasks = ['income', 'married', 'age'];

const record = (
  step: number,
  cosine: number,
  rest: Partial<GradientsEvent> = {},
): GradientsEvent => ({
  type: 'gradients',
  step,
  epoch: Math.floor(step / 100),
  norm: { income: 1, married: 2, age: 3 },
  cosine: [
    [1, cosine, 0.25],
    [cosine, 1, Number.NaN],
    [0.25, Number.NaN, 1],
  ],
  ...rest,
});

const step = (number: number, income: number): TrainingEvent => ({
  type: 'step',
  step: number,
  epoch: 0,
  loss: { income: 1, married: 1, age: 1 },
  weight: { income, married: 1, age: 1 },
});

function shownSection(events: readonly TrainingEvent[], every = 25) {
  const state = new ViewStateStore({ readState: () => undefined, saveState: () => undefined });
  const section = createSection('conflict', 'Conflict', state, () => undefined);
  const history = new RunHistory(tasks, events);
  const { run } = shownRun();
  const experiment = { ...run.experiment, relations: { every, affinity: false } };
  const shown = new ConflictSection(section, history, state);
  const update = (): void => shown.update({ ...run, experiment });
  update();
  return { history, update, body: section.body };
}

const visibleText = (body: HTMLElement): string =>
  [...body.querySelectorAll('p')]
    .filter((each) => !each.closest('[hidden]'))
    .map(({ textContent }) => textContent)
    .join('\n');

const matrixCells = (body: HTMLElement): string[][] =>
  [...body.querySelectorAll<HTMLTableElement>('.conflict > div .matrix tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map(({ textContent }) => textContent ?? ''),
  );

function pick(body: HTMLElement, index: number): void {
  const slider = body.querySelector<HTMLInputElement>('input[type="range"]')!;
  slider.value = String(index);
  slider.dispatchEvent(new Event('input'));
}

describe('the cosine matrix', () => {
  it('shows the newest record with signs, and marks conflict by class as well', () => {
    const { body } = shownSection([record(1, 0.5), record(26, -0.214)]);
    expect(matrixCells(body)).toEqual([
      ['1', '−0.21', '+0.25'],
      ['−0.21', '1', '–'],
      ['+0.25', '–', '1'],
    ]);
    expect(body.querySelectorAll('.matrix .negative')).toHaveLength(2);
    expect(body.querySelector('.record-place')?.textContent).toBe('step 26 · epoch 1');
  });

  it('follows the newest record until the person picks another, and again from the newest on', () => {
    const { body, history, update } = shownSection([record(1, 0.1), record(2, 0.2)]);
    pick(body, 0);
    expect(matrixCells(body)[0]).toEqual(['1', '+0.10', '+0.25']);
    history.add(record(103, 0.3));
    update();
    expect(matrixCells(body)[0]?.[1]).toBe('+0.10');
    const slider = body.querySelector<HTMLInputElement>('input[type="range"]')!;
    expect([slider.max, slider.getAttribute('aria-valuetext')]).toEqual(['2', 'step 1 · epoch 1']);
    pick(body, 2);
    history.add(record(104, 0.4));
    update();
    expect(matrixCells(body)[0]?.[1]).toBe('+0.40');
    expect(slider.getAttribute('aria-valuetext')).toBe('step 104 · epoch 2');
  });
});

describe('the pairs of tasks', () => {
  it('say in which part of the records they are in conflict, and draw their path', () => {
    const { body } = shownSection([
      record(1, -0.1),
      record(2, 0.3),
      record(3, 0.2),
      record(4, 0.1),
    ]);
    const shares = [...body.querySelectorAll('.pairs .share')].map(
      ({ textContent }) => textContent,
    );
    expect(shares).toEqual([
      'conflict in 25\u00a0% of records',
      'conflict in 0\u00a0% of records',
      'conflict in – of records',
    ]);
    expect(body.querySelector('.sparkline')?.getAttribute('aria-label')).toBe(
      'Cosine of income and married over steps, between −0.10 and +0.30.',
    );
  });

  it('are drawn with few points from ten thousand records', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => record(index + 1, Math.sin(index)));
    const { body } = shownSection(many);
    const points = body.querySelector('.sparkline .above')?.getAttribute('d')?.match(/L/g) ?? [];
    expect(points.length).toBeGreaterThan(50);
    expect(points.length).toBeLessThan(210);
  });
});

describe('the tables beside the pictures', () => {
  it('have a row a record, or for every so many', () => {
    const { body } = shownSection(
      Array.from({ length: 1000 }, (_, index) => record(index + 1, 0.5)),
    );
    const [twin] = body.querySelectorAll<HTMLDetailsElement>('details.table-twin');
    twin!.open = true;
    twin!.dispatchEvent(new Event('toggle'));
    expect(twin!.querySelector('caption')?.textContent).toBe(
      'Cosines by record, one row for every 8 records',
    );
    const [head, first] = [...twin!.querySelectorAll('tr')].map(({ cells }) =>
      [...cells].map(({ textContent }) => textContent),
    );
    expect(head).toEqual(['step', 'epoch', 'income · married', 'income · age', 'married · age']);
    expect(first).toEqual(['1', '1', '+0.50', '+0.25', '–']);
  });
});

describe('the weights', () => {
  it('are one sentence while they stay 1', () => {
    const { body } = shownSection([step(1, 1), step(2, 1)]);
    expect(visibleText(body)).toContain('All weights are 1.');
    expect(body.querySelector('[aria-label="Weights"]')?.hasAttribute('hidden')).toBe(true);
  });

  it('are a chart once they change', () => {
    const { body } = shownSection([step(1, 1), step(2, 0.5)]);
    const chart = body.querySelector('[aria-label="Weights"]')!;
    expect(chart.hasAttribute('hidden')).toBe(false);
    expect([...chart.querySelectorAll('.legend td')].map(({ textContent }) => textContent)).toEqual(
      ['0.500', '1.000', '1.000'],
    );
    expect(visibleText(body)).not.toContain('weights');
  });
});

describe('affinities', () => {
  it('are a matrix with the groups that they propose', () => {
    const affinity = [
      [0.5, 0.012, -0.01],
      [0.02, 0.5, -0.01],
      [-0.01, -0.01, 0.5],
    ];
    const { body } = shownSection([record(1, 0.1, { affinity })]);
    const part = body.querySelector('[aria-label="Affinity"]')!;
    expect(part.hasAttribute('hidden')).toBe(false);
    expect(part.querySelector('tbody tr')?.textContent).toBe('income+50.0+1.2−1.0');
    expect(part.textContent).toContain(
      'Proposed groups, by affinity: income with married; age alone.',
    );
  });

  it('are not there without a record of them', () => {
    const { body } = shownSection([record(1, 0.1)]);
    expect(body.querySelector('[aria-label="Affinity"]')?.hasAttribute('hidden')).toBe(true);
  });
});

describe('without a record', () => {
  it('the section says how to record where the experiment does not', () => {
    const { body } = shownSection([], 0);
    expect(visibleText(body)).toContain('"relations": { "every": 25 }');
    expect(body.querySelector<HTMLElement>('.conflict')?.hidden).toBe(true);
  });

  it('the section waits where it comes', () => {
    expect(visibleText(shownSection([]).body)).toContain('No record yet.');
  });
});
