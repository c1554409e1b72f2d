import { describeMetric } from '../../src/shared/metricNames';
import { formatChange, formatDuration, formatValue } from '../../src/shared/numberText';
import type { RunInfo } from '../../src/shared/run';
import { tagTexts, type RunNotes } from '../../src/shared/runNotes';
import { valueText } from '../../src/shared/settingText';
import type { Spread } from '../../src/shared/spread';
import { dashboardText } from './dashboardText';
import { improvement, type RunRow } from './runRows';
import { statusWord } from '../../src/shared/words';

/** NaN sorts as no value. */
export type SortValue = number | string;

/** A column of the table after the run's name. */
export interface Column {
  readonly id: string;
  /** The task that it is about. */
  readonly task?: string;
  readonly title: string;
  readonly isNumber: boolean;
  readonly text: (row: RunRow) => string;
  readonly sortValue: (row: RunRow) => SortValue;
  /** What it is in a file: more than one column where it is a spread. */
  readonly file: {
    readonly titles: readonly string[];
    readonly values: (row: RunRow) => readonly SortValue[];
  };
}

/** Settings with a column of their own, and what names the run. */
const ownColumns = new Set(['name', 'balancing.method', 'model.architecture']);

/**
 * The columns for these rows: what each run is, the first metric of each task, only those settings
 * in which the runs differ.
 * @param baseline the row that differences refer to
 */
export function tableColumns(
  rows: readonly RunRow[],
  baseline: RunRow | undefined,
): readonly Column[] {
  const tasks = [...new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)))];
  const settings = [...new Set(rows.flatMap((row) => Object.keys(row.settings)))].filter(
    (path) => !ownColumns.has(path),
  );
  return [
    textColumn(
      'status',
      dashboardText.status,
      ({ status }) => status,
      ({ status }) => statusWord(status),
    ),
    textColumn('method', dashboardText.method, ofRun(methodOf)),
    seedColumn,
    ...tasks.flatMap((task) => taskColumns(task, rows, baseline)),
    textColumn('architecture', dashboardText.architecture, ofRun(architectureOf)),
    ...settings.map(settingColumn),
    spreadColumn(
      'seconds',
      dashboardText.time,
      'seconds',
      ({ seconds }) => seconds,
      formatDuration,
    ),
    ...[tagsColumn, noteColumn].filter(({ text }) => rows.some((row) => text(row) !== '')),
  ];
}

/** What people say of the runs; each has a column where it is said of one at least. */
const tagsColumn = textColumn('tags', dashboardText.tags, ofNotes(tagTexts, ' '));
const noteColumn = textColumn(
  'note',
  dashboardText.note,
  ofNotes(({ note }) => (note === undefined ? [] : [note]), ' · '),
);

const seeds = ({ runs }: RunRow): string => runs.map(({ run }) => run.seed).join(' ');

const seedColumn: Column = {
  id: 'seed',
  title: dashboardText.seed,
  isNumber: true,
  text: ({ runs }) => (runs.length > 1 ? `n = ${runs.length}` : String(runs[0]?.run.seed ?? '')),
  sortValue: ({ runs }) => runs[0]?.run.seed ?? Number.NaN,
  file: { titles: ['seeds', 'n'], values: (row) => [seeds(row), row.runs.length] },
};

function taskColumns(
  task: string,
  rows: readonly RunRow[],
  baseline: RunRow | undefined,
): readonly Column[] {
  const metric = rows.find(({ metrics }) => metrics[task])?.metrics[task]?.metric ?? 'loss';
  const { label } = describeMetric(metric);
  const value = (part: 'last' | 'best'): Column => ({
    ...spreadColumn(
      `${task}/${part}`,
      dashboardText.metricColumn(label, part),
      `${task} ${metric} ${part}`,
      ({ metrics }) => metrics[task]?.[part],
      formatValue,
    ),
    task,
  });
  if (!baseline) return [value('last'), value('best')];
  const change = (row: RunRow): number => improvement(row, baseline, task);
  const delta: Column = {
    id: `${task}/delta`,
    task,
    title: dashboardText.delta,
    isNumber: true,
    text: (row) => (row.key === baseline.key ? dashboardText.baseline : formatChange(change(row))),
    sortValue: change,
    file: { titles: [`${task} ${metric} change`], values: (row) => [change(row)] },
  };
  return [value('last'), value('best'), delta];
}

function settingColumn(path: string): Column {
  const value = ({ settings }: RunRow): unknown => settings[path];
  const sortValue = (row: RunRow): SortValue => {
    const own = value(row);
    return typeof own === 'number' ? own : own === undefined ? Number.NaN : valueText(own);
  };
  return {
    id: `setting/${path}`,
    title: path,
    isNumber: false,
    text: (row) => (value(row) === undefined ? '–' : valueText(value(row))),
    sortValue,
    file: { titles: [path], values: (row) => [sortValue(row)] },
  };
}

function textColumn(
  id: string,
  title: string,
  value: (row: RunRow) => string,
  text = value,
): Column {
  const file = { titles: [id], values: (row: RunRow) => [value(row)] };
  return { id, title, isNumber: false, text, sortValue: text, file };
}

function spreadColumn(
  id: string,
  title: string,
  fileTitle: string,
  read: (row: RunRow) => Spread | undefined,
  format: (value: number) => string,
): Column {
  return {
    id,
    title,
    isNumber: true,
    text: (row) => spreadText(read(row), format),
    sortValue: (row) => read(row)?.mean ?? Number.NaN,
    file: {
      titles: [fileTitle, `${fileTitle} deviation`],
      values: (row) => [read(row)?.mean ?? Number.NaN, read(row)?.deviation ?? Number.NaN],
    },
  };
}

/** `0.893`, or `0.893 ± 0.004` over several seeds; a dash for no value. */
function spreadText(value: Spread | undefined, format: (value: number) => string): string {
  if (!value || Number.isNaN(value.mean)) return '–';
  if (value.n === 1 || Number.isNaN(value.deviation)) return format(value.mean);
  return `${format(value.mean)} ± ${format(value.deviation)}`;
}

const methodOf = ({ experiment }: RunInfo): string => experiment.balancing.method;
const architectureOf = ({ experiment }: RunInfo): string => experiment.model.architecture;

/** What is said of any run of a row, once. */
function ofNotes(
  read: (notes: RunNotes) => readonly string[],
  separator: string,
): (row: RunRow) => string {
  return ({ runs }) => [...new Set(runs.flatMap(({ notes }) => read(notes)))].join(separator);
}

/** What all runs of a row have alike. */
function ofRun(read: (run: RunInfo) => string): (row: RunRow) => string {
  return ({ runs: [first] }) => (first ? read(first.run) : '');
}
