import { describe, expect, it, test } from 'vitest';
import { tableColumns } from '../../../../webview/dashboard/columns';
import { settingsLabel } from '../../../../webview/dashboard/drawnLines';
import { improvement, runRows } from '../../../../webview/dashboard/runRows';
import { foundRows, shownRows } from '../../../../webview/dashboard/shownRows';
import { tableCsv } from '../../../../webview/dashboard/tableCsv';
import { fixed as fixedWeights, listedRun, threeRuns } from './exampleRuns';

const rows = runRows(threeRuns);
const [fixed, equal] = rows as [(typeof rows)[number], (typeof rows)[number]];
const unsorted = { column: '', descending: false };

describe('rows', () => {
  it('fold runs that differ only by seed: mean, sample deviation, how many', () => {
    expect(rows.map(({ name }) => name)).toEqual(['adult cccc', 'adult × 2 seeds']);
    const { best, last } = equal.metrics.income!;
    expect(best.n).toBe(2);
    expect(best.mean).toBeCloseTo(0.8, 12);
    expect(best.deviation).toBeCloseTo(0.02 * Math.SQRT2, 12);
    expect(last.mean).toBeCloseTo(0.79, 12);
    expect(equal.members.map(({ key }) => key)).toEqual(['/runs/bbbb', '/runs/aaaa']);
  });

  it('keep the key of a group when a seed is added', () => {
    const more = runRows([listedRun({ id: 'dddd', seed: 3 }), ...threeRuns]);
    expect(more.find(({ runs }) => runs.length === 3)?.key).toBe(equal.key);
  });

  it('say by how much they are better than the baseline, whichever way the metric goes', () => {
    expect(improvement(fixed, equal, 'income')).toBeCloseTo(0.9 / 0.8 - 1, 12);
    expect(improvement(equal, fixed, 'income')).toBeCloseTo(0.8 / 0.9 - 1, 12);
    expect(improvement(fixed, equal, 'weather')).toBeNaN();
  });

  it('show the same metric of a task, whichever each run names first', () => {
    const [newer] = threeRuns;
    const { experiment } = newer!.run;
    const { income, ...others } = experiment.tasks;
    const tasks = { income: { ...income!, metrics: ['accuracy', 'auc'] }, ...others };
    const older = listedRun({ id: 'eeee', best: 0.7 });
    const mixed = runRows([
      newer!,
      { ...older, run: { ...older.run, experiment: { ...older.run.experiment, tasks } } },
    ]);
    expect(mixed.map(({ metrics }) => metrics.income?.metric)).toEqual(['auc', 'auc']);
    expect(mixed.map(({ metrics }) => metrics.income?.best.mean)).toEqual([0.9, 0.7]);
  });

  it('have the status of all their runs, or a mixed one', () => {
    const mixed = runRows([
      listedRun({ id: 'aaaa', seed: 1 }),
      listedRun({ id: 'bbbb', seed: 2, status: 'failed' }),
    ]);
    expect(mixed.map(({ status }) => status)).toEqual(['mixed']);
    expect(equal.status).toBe('completed');
  });
});

describe('what a person says of runs', () => {
  const said = runRows([
    listedRun({ id: 'cccc', balancing: fixedWeights, notes: { label: 'income first' } }),
    listedRun({ id: 'bbbb', seed: 2, notes: { label: 'plain', tags: ['paper', 'quick'] } }),
    listedRun({ id: 'aaaa', seed: 1, notes: { label: 'plain', tags: ['paper'], note: 'Noisy.' } }),
  ]);
  const [labelled, ofSeeds] = said as [(typeof said)[number], (typeof said)[number]];

  it('names them by their labels, seeds of one label together', () => {
    expect(labelled.name).toBe('income first');
    expect(ofSeeds.name).toBe('plain × 2 seeds');
    expect(ofSeeds.members.map(({ name }) => name)).toEqual(['plain', 'plain']);
    const other = runRows([
      listedRun({ id: 'bbbb', seed: 2, notes: { label: 'plain' } }),
      listedRun({ id: 'aaaa', seed: 1 }),
    ]);
    expect(other.map(({ name }) => name)).toEqual(['adult × 2 seeds']);
  });

  it('finds them by label, tag and note', () => {
    const found = (filter: string) => foundRows(said, filter).map(({ name }) => name);
    expect(found('Income')).toEqual(['income first']);
    expect(found('#quick noisy')).toEqual(['plain × 2 seeds']);
    expect(found('adult')).toEqual(['income first', 'plain × 2 seeds']);
  });

  it('finds them by the name of their experiment still, whatever its file is called', () => {
    const labelled = listedRun({ id: 'aaaa', notes: { label: 'plain' } });
    const experiment = { ...labelled.run.experiment, name: 'census of 1994' };
    const named = runRows([{ ...labelled, run: { ...labelled.run, experiment } }]);
    expect(foundRows(named, 'census').map(({ name }) => name)).toEqual(['plain']);
  });

  it('has columns for tags and notes where there are any', () => {
    const columns = tableColumns(said, undefined);
    const text = (id: string) =>
      said.map((row) => columns.find((each) => each.id === id)!.text(row));
    expect(text('tags')).toEqual(['', '#paper #quick']);
    expect(text('note')).toEqual(['', 'Noisy.']);
    const without = tableColumns(rows, undefined).map(({ id }) => id);
    expect(without).not.toContain('tags');
    expect(without).not.toContain('note');
  });
});

describe('columns', () => {
  it('show settings only where runs differ', () => {
    expect(tableColumns(rows, undefined).map(({ id }) => id)).not.toContain(
      'setting/training.optimizer.learningRate',
    );
    const two = runRows([
      listedRun({ id: 'aaaa', learningRate: 0.1 }),
      listedRun({ id: 'bbbb', learningRate: 0.01 }),
    ]);
    const column = tableColumns(two, undefined).find(({ id }) => id.startsWith('setting/'));
    expect(column?.title).toBe('training.optimizer.learningRate');
    expect(two.map((row) => column?.text(row))).toEqual(['0.1', '0.01']);
  });

  it('have a difference once there is a baseline', () => {
    const delta = tableColumns(rows, equal).find(({ id }) => id === 'income/delta')!;
    expect(rows.map((row) => delta.text(row))).toEqual(['+12.5\u00a0%', 'baseline']);
    expect(tableColumns(rows, undefined).some(({ id }) => id === 'income/delta')).toBe(false);
  });

  it('say what no value is', () => {
    const [row] = runRows([{ ...listedRun({ id: 'aaaa' }), last: {} }]);
    const last = tableColumns([row!], undefined).find(({ id }) => id === 'income/last')!;
    expect(last.text(row!)).toBe('–');
  });
});

describe('what is shown', () => {
  const columns = tableColumns(rows, undefined);
  const names = (filter: string, sorting = unsorted, expanded: string[] = []) =>
    shownRows(foundRows(rows, filter), sorting, columns, expanded).map(({ row }) => row.name);

  it.each([
    ['', ['adult cccc', 'adult × 2 seeds']],
    ['FIXED', ['adult cccc']],
    ['adult seed=2', ['adult × 2 seeds']],
    ['equal fixed', []],
    ['balancing.method=equal completed', ['adult × 2 seeds']],
  ])('filters by every word of %j', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it('sorts by a column, without values last either way', () => {
    const withNone = runRows([
      { ...listedRun({ id: 'aaaa', learningRate: 1 }), last: {} },
      ...threeRuns,
    ]);
    const sorted = (descending: boolean) =>
      shownRows(withNone, { column: 'income/last', descending }, columns, []).map(
        ({ row }) => row.name,
      );
    expect(sorted(true)).toEqual(['adult cccc', 'adult × 2 seeds', 'adult aaaa']);
    expect(sorted(false)).toEqual(['adult × 2 seeds', 'adult cccc', 'adult aaaa']);
  });

  it('unfolds the runs of a group below it', () => {
    expect(names('', unsorted, [equal.key])).toEqual([
      'adult cccc',
      'adult × 2 seeds',
      'adult bbbb',
      'adult aaaa',
    ]);
  });
});

test('the file has numbers in full, a deviation where there are seeds, and quotes what needs it', () => {
  const lines = tableCsv(rows, tableColumns(rows, equal)).trimEnd().split('\n');
  const head = lines[0]!.split(',');
  const cells = (line: string) => new Map(line.split(',').map((cell, i) => [head[i], cell]));
  expect(cells(lines[2]!).get('income auc best')).toBe(String(equal.metrics.income!.best.mean));
  expect(Number(cells(lines[2]!).get('income auc best deviation'))).toBeCloseTo(0.0283, 4);
  expect(cells(lines[1]!).get('income auc best deviation')).toBe('');
  expect(cells(lines[2]!).get('n')).toBe('2');
  const odd = runRows([{ ...threeRuns[0]!, run: { ...threeRuns[0]!.run, id: 'a "quoted", id' } }]);
  expect(tableCsv(odd, [])).toContain('"a ""quoted"", id"');
});

test('a line is told from others by the settings that differ, numbers with their names', () => {
  const rows = runRows([
    listedRun({ id: 'bbbb', balancing: fixedWeights, learningRate: 0.01 }),
    listedRun({ id: 'aaaa' }),
  ]);
  expect(rows.map(settingsLabel)).toEqual([
    'fixed, learningRate 0.01',
    'equal, learningRate 0.001',
  ]);
});
