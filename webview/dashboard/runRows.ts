import { improvements } from '../../src/shared/comparison';
import type { ListedRun } from '../../src/shared/dashboardMessages';
import type { MetricValues, PerTask } from '../../src/shared/events';
import type { RunInfo } from '../../src/shared/run';
import { groupRuns, type RunGroup } from '../../src/shared/runGroups';
import { runTitle, tagTexts } from '../../src/shared/runNotes';
import { valueText } from '../../src/shared/settingText';
import { spread, type Spread } from '../../src/shared/spread';
import { t } from '../../src/shared/l10n';
import { statusWord } from '../../src/shared/words';

/** A row of the table: a run, or runs that differ only by seed. */
export interface RunRow {
  /** The directory of the run; of a group, that of its first run with a word before it. */
  readonly key: string;
  readonly name: string;
  readonly runs: readonly ListedRun[];
  /** The runs as rows of their own; none for a single run. */
  readonly members: readonly RunRow[];
  /** Status of the run, or that which all have. */
  readonly status: RunInfo['status'] | 'mixed';
  /** In which it differs from other rows, by key path. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of each task one metric, the same in all rows: the first that the first run with the task has. */
  readonly metrics: PerTask<RowMetric>;
  readonly seconds: Spread;
  /** What a filter looks in. */
  readonly words: string;
}

export interface RowMetric {
  readonly metric: string;
  /** Of the newest epoch. */
  readonly last: Spread;
  /** Of the epoch whose weights were kept. */
  readonly best: Spread;
}

/** Rows in the order of the runs; runs that differ only by their seed share one. */
export function runRows(listed: readonly ListedRun[]): readonly RunRow[] {
  const byRun = new Map(listed.map((each) => [each.run, each]));
  const metrics = shownMetrics(listed);
  return groupRuns(listed.map(({ run }) => run)).map((group) => {
    const runs = group.runs.flatMap((run) => byRun.get(run) ?? []);
    const members = runs.map((run) => singleRow(run, group, metrics));
    const [only] = members;
    return members.length === 1 && only ? only : groupRow(runs, members, group, metrics);
  });
}

/** By task: the first metric of the first run that has it, so that a column holds one metric only. */
function shownMetrics(listed: readonly ListedRun[]): ReadonlyMap<string, string> {
  const tasks = listed.flatMap(({ run }) => Object.entries(run.experiment.tasks)).reverse();
  return new Map(tasks.map(([task, { metrics }]) => [task, metrics[0] ?? 'loss']));
}

function singleRow(
  listed: ListedRun,
  { settings }: RunGroup,
  metrics: ReadonlyMap<string, string>,
): RunRow {
  const { directory, run, notes } = listed;
  const name = notes.label ?? `${run.experiment.name} ${run.id.slice(-4)}`;
  const runs = [listed];
  return row({ key: directory, name, runs, members: [], settings }, metrics);
}

function groupRow(
  runs: readonly ListedRun[],
  members: readonly RunRow[],
  { settings }: RunGroup,
  metrics: ReadonlyMap<string, string>,
): RunRow {
  const { directory = '' } = runs.at(-1) ?? {};
  const name = t`${sharedTitle(runs)} × ${runs.length} seeds`;
  return row({ key: `seeds:${directory}`, name, runs, members, settings }, metrics);
}

/** What the runs of one experiment are called: the label that all of them have, or its name. */
export function sharedTitle(runs: readonly ListedRun[]): string {
  const titles = new Set(runs.map(runTitle));
  const [title = ''] = titles.size === 1 ? titles : runs.map(({ run }) => run.experiment.name);
  return title;
}

function row(
  of: Pick<RunRow, 'key' | 'name' | 'runs' | 'members' | 'settings'>,
  metrics: ReadonlyMap<string, string>,
): RunRow {
  const { name, runs, settings } = of;
  const statuses = new Set(runs.map(({ run }) => run.status));
  const [status = 'mixed'] = statuses.size === 1 ? statuses : [];
  return {
    ...of,
    status,
    metrics: rowMetrics(runs, metrics),
    seconds: spread(runs.map(({ run }) => run.summary?.seconds ?? Number.NaN)),
    words: rowWords(name, status, settings, runs),
  };
}

function rowMetrics(
  runs: readonly ListedRun[],
  shown: ReadonlyMap<string, string>,
): PerTask<RowMetric> {
  const tasks = Object.keys(runs[0]?.run.experiment.tasks ?? {});
  return Object.fromEntries(
    tasks.map((task) => {
      const metric = shown.get(task) ?? 'loss';
      const over = (values: (run: ListedRun) => PerTask<MetricValues> | undefined): Spread =>
        spread(runs.map((run) => values(run)?.[task]?.[metric] ?? Number.NaN));
      return [
        task,
        { metric, last: over(({ last }) => last), best: over(({ run }) => run.summary?.best) },
      ];
    }),
  );
}

function rowWords(
  name: string,
  status: RunRow['status'],
  settings: RunGroup['settings'],
  runs: readonly ListedRun[],
): string {
  const each = runs.flatMap(({ run, notes }) => [
    run.id,
    run.experiment.name,
    notes.label ?? '',
    notes.note ?? '',
    ...tagTexts(notes),
    run.experimentFile.replace(/^.*[\\/]/, ''),
    `seed=${run.seed}`,
    run.experiment.balancing.method,
    run.experiment.model.architecture,
  ]);
  const values = Object.entries(settings).map(([path, value]) => `${path}=${valueText(value)}`);
  return [name, status, statusWord(status), ...each, ...values].join(' ').toLowerCase();
}

/**
 * How much better a row is than the baseline by a task's first metric: a fraction, positive is
 * better; NaN where either has no value.
 */
export function improvement(row: RunRow, baseline: RunRow, task: string): number {
  const own = row.metrics[task];
  const base = baseline.metrics[task];
  if (!own || own.metric !== base?.metric) return Number.NaN;
  const { metric } = own;
  const change = improvements({ [metric]: own.best.mean }, { [metric]: base.best.mean });
  return change[metric] ?? Number.NaN;
}
