// @vitest-environment jsdom
import { describe, expect, it, test } from 'vitest';
import { chartSvg } from '../../../../webview/dashboard/chartSvg';
import { tableColumns } from '../../../../webview/dashboard/columns';
import { brushedRows, currentBrushes, type Brushes } from '../../../../webview/dashboard/brushes';
import { taskPicture, textsPicture } from '../../../../webview/dashboard/predictionPictures';
import { parallelAxes } from '../../../../webview/dashboard/parallelAxes';
import { reportHtml } from '../../../../webview/dashboard/report';
import { runRows } from '../../../../webview/dashboard/runRows';
import { taskStyle } from '../../../../webview/tasks';
import { listedRun, threeRuns } from './exampleRuns';

const { variable, dash } = taskStyle(1);
const line = { variable, dash, width: 2, alpha: 1 };

const picture = {
  title: 'income · AUC',
  plot: {
    x: [1, 2, 3, 4],
    y: [[10, null, 1000, 100]],
    gaps: [[2]],
    range: [1, 4] as readonly [number, number],
  },
  lines: [line],
  names: [{ label: 'adult & <co>', line: 0 }],
  axis: 'epoch',
  log: false,
};

describe('a drawing of a chart', () => {
  const pathOf = (log: boolean, range = picture.plot.range) => {
    const svg = chartSvg({ ...picture, log, plot: { ...picture.plot, range } });
    return svg.querySelector('path')?.getAttribute('d') ?? '';
  };

  it('has a line with its gaps, and its dash', () => {
    expect(pathOf(false)).toMatch(/^M64\.0,[\d.]+ M[\d.]+,[\d.]+ L704\.0,[\d.]+$/);
    expect(chartSvg(picture).querySelector('path')?.getAttribute('stroke-dasharray')).toBe('7 3');
  });

  it('puts the decades of a logarithmic scale at equal distances', () => {
    const heights = [...pathOf(true).matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    const [ten, thousand, hundred] = heights as [number, number, number];
    expect(ten - hundred).toBeCloseTo(hundred - thousand, 1);
  });

  it('ends where the zoom ends', () => {
    expect(pathOf(false, [3, 4])).toMatch(/^M64\.0,[\d.]+ L704\.0,[\d.]+$/);
  });

  it('draws a chart without values', () => {
    const plot = { x: [], y: [[]], gaps: [[]], range: [0, 1] as const };
    expect(chartSvg({ ...picture, plot }).textContent).toContain('income · AUC');
  });
});

test('a band is an area between the edges, where a logarithmic scale has both', () => {
  const plot = {
    ...picture.plot,
    y: [
      [2, 2, 2, 2],
      [1, 1, -1, 1],
      [3, 3, 3, null],
    ],
    gaps: [[], [], []],
  };
  const edge = { ...line, width: 0 };
  const bands = [{ low: 1, high: 2, variable }];
  const svg = chartSvg({ ...picture, plot, lines: [line, edge, edge], bands, log: true });
  expect(svg.querySelector('polygon')?.getAttribute('points')?.split(' ')).toHaveLength(4);
  // Of the line, and of its name.
  expect(svg.querySelectorAll('path')).toHaveLength(2);
});

test('a report holds table, charts and settings, and says nothing as markup that is text', () => {
  const rows = runRows(threeRuns);
  const html = reportHtml({
    rows,
    columns: tableColumns(rows, rows[1]),
    charts: [chartSvg(picture)],
    settings: {
      caption: 'Settings',
      columns: ['setting', 'a'],
      rows: [['x', '<script>1</script>']],
    },
    details: [
      {
        title: 'Predictions · adult',
        content: [
          taskPicture(
            {
              name: 'income',
              width: 1,
              classes: ['no', 'yes'],
              values: Float32Array.of(0.9, 0.2),
              targets: Float32Array.of(1, 0),
            },
            Float32Array.of(7, 8),
          ),
        ],
      },
    ],
    date: 'today',
  });
  const page = new DOMParser().parseFromString(html, 'text/html');
  expect(page.querySelectorAll('script, link, img')).toHaveLength(0);
  expect(page.querySelectorAll('tbody')[0]?.textContent).toContain('adult × 2 seeds');
  expect(page.querySelectorAll('tbody')[0]?.textContent).toContain('+12.5');
  expect(page.querySelectorAll('tbody')[1]?.textContent).toContain('<script>1</script>');
  expect(page.querySelector('svg')?.textContent).toContain('adult & <co>');
  const headings = [...page.querySelectorAll('h2')].map((each) => each.textContent);
  expect(headings).toEqual(['Runs', 'Charts', 'Settings that differ', 'Predictions · adult']);
  expect(page.querySelector('.prediction-picture .curve')).not.toBeNull();
});

test('of texts the rows with the largest losses are shown, what is true beside what is said', () => {
  const row = (row: number, loss: number) => ({ row, truth: `t${row}`, answer: `a${row}`, loss });
  const few = textsPicture({ name: 'french', rows: [row(3, 0.5), row(5, 2), row(9, 1)] });
  const cells = [...few.querySelectorAll('tbody tr')].map((line) =>
    [...line.children].map((cell) => cell.textContent),
  );
  expect(cells.map(([number]) => number)).toEqual(['5', '9', '3']);
  expect(cells[0]?.slice(1, 3)).toEqual(['t5', 'a5']);
  expect(few.querySelector('caption')?.textContent).toBe('Worst rows of french, by loss');
  const many = Array.from({ length: 40 }, (_, at) => row(at, at));
  expect(textsPicture({ name: 'french', rows: many }).querySelectorAll('tbody tr')).toHaveLength(
    10,
  );
});

describe('brushes of parallel coordinates', () => {
  const rows = runRows([
    listedRun({ id: 'aaaa', learningRate: 0.1, best: 0.7 }),
    listedRun({ id: 'bbbb', learningRate: 0.01, best: 0.9 }),
    listedRun({ id: 'cccc', learningRate: 0.001, best: Number.NaN }),
  ]);
  const axes = parallelAxes(rows);
  const [rate, auc] = axes.map(({ id }) => id) as [string, string];
  const names = (brushes: Brushes) => brushedRows(rows, axes, brushes).map(({ name }) => name);

  it('leave the runs that pass inside all of them, none without a value', () => {
    expect(names({})).toHaveLength(3);
    expect(names({ [rate]: [0.4, 1] })).toEqual(['adult aaaa', 'adult bbbb']);
    expect(names({ [rate]: [0.4, 1], [auc]: [0.5, 1] })).toEqual(['adult bbbb']);
    expect(names({ [auc]: [0, 0.99] })).toEqual(['adult aaaa']);
  });

  it('mean nothing for an axis that is scaled in another way', () => {
    const others = parallelAxes(rows.slice(0, 2));
    expect(currentBrushes(others, { [rate]: [0, 0.5] })).toEqual({});
    expect(currentBrushes(axes, { [rate]: [0, 0.5] })).toEqual({ [rate]: [0, 0.5] });
  });

  it('say in words where they are', () => {
    expect(axes[0]!.describe(0.5)).toMatch(/^0\.01/);
    expect(parallelAxes(runRows(threeRuns))[0]!.describe(0.9)).toBe('equal');
  });
});

describe('parallel coordinates', () => {
  const rows = runRows([
    listedRun({ id: 'aaaa', learningRate: 0.1, best: 0.7 }),
    listedRun({ id: 'bbbb', learningRate: 0.01, best: 0.9 }),
    listedRun({ id: 'cccc', learningRate: 0.001, best: Number.NaN }),
  ]);
  const axes = parallelAxes(rows);

  it('have an axis a setting that differs, then one a task', () => {
    expect(axes.map(({ title }) => title)).toEqual([
      'training.optimizer.learningRate',
      'income AUC',
      'married AUC',
    ]);
  });

  it('spread wide numbers by their logarithm', () => {
    const places = axes[0]!.places as number[];
    expect(places[0]).toBe(1);
    expect(places[1]).toBeCloseTo(0.5, 9);
    expect(places[2]).toBe(0);
  });

  it('leave a gap where there is no value, and put what is alike in the middle', () => {
    expect(axes[1]!.places).toEqual([0, 1, undefined]);
    expect(axes[2]!.places).toEqual([0.5, 0.5, 0.5]);
    expect(axes[1]!.texts[2]).toBe('–');
  });

  it('give words places of their own', () => {
    const [method] = parallelAxes(runRows(threeRuns));
    expect(method?.ticks).toEqual([
      { label: 'fixed', place: 0 },
      { label: 'equal', place: 1 },
    ]);
  });
});
