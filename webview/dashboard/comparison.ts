import type { ListedRun } from '../../src/shared/dashboardMessages';
import type { RunSeries } from '../../src/shared/runSeries';
import { valueText } from '../../src/shared/settingText';
import { taskStyle } from '../tasks';
import { tableColumns, type Column } from './columns';
import type { DashboardStore } from './dashboardState';
import type { DrawnRun } from './overlayChart';
import { runRows, type RunRow } from './runRows';
import { t } from '../../src/shared/l10n';

/** A run that is on the charts. */
export interface SelectedRun extends DrawnRun {
  readonly listed: ListedRun;
  readonly row: RunRow;
}

/** A task of the selected runs. */
export interface ComparedTask {
  readonly name: string;
  /** What all of its metrics are called, losses apart. */
  readonly metrics: readonly string[];
}

/** All that the dashboard shows at a moment. */
export interface Comparison {
  readonly rows: readonly RunRow[];
  readonly columns: readonly Column[];
  readonly baseline: RunRow | undefined;
  readonly selected: readonly SelectedRun[];
  readonly tasks: readonly ComparedTask[];
  /** Of all tasks; with the loss. */
  readonly metrics: readonly string[];
  /** By directory; what has not come yet is missing. */
  readonly series: ReadonlyMap<string, RunSeries>;
}

/** Puts together what is shown, each part only when what it follows from is another. */
export class ComparisonSource {
  private listed: readonly ListedRun[] = [];
  private rows: readonly RunRow[] = [];
  private byKey: ReadonlyMap<string, RunRow> = new Map();
  private columns: readonly Column[] = [];
  private columnsOf: RunRow | undefined;

  constructor(private readonly state: DashboardStore) {}

  setRuns(listed: readonly ListedRun[]): void {
    this.listed = listed;
    this.rows = runRows(listed);
    this.byKey = new Map(
      this.rows.flatMap((row) => [row, ...row.members]).map((row) => [row.key, row]),
    );
    this.columnsOf = undefined;
    this.columns = [];
  }

  current(series: ReadonlyMap<string, RunSeries>): Comparison {
    const { rows } = this;
    const baseline = this.byKey.get(this.state.current.baseline);
    if (this.columns.length === 0 || baseline !== this.columnsOf)
      this.columns = tableColumns(rows, baseline);
    this.columnsOf = baseline;
    const selected = this.state.current.selected.flatMap((run) => this.selectedRun(run));
    const tasks = comparedTasks(selected);
    const metrics = [...new Set(tasks.flatMap((task) => task.metrics)), 'loss'];
    return { rows, columns: this.columns, baseline, selected, tasks, metrics, series };
  }

  private selectedRun(directory: string): SelectedRun[] {
    const row = this.byKey.get(directory);
    const listed = this.listed.find((each) => each.directory === directory);
    if (!row || !listed) return [];
    const style = taskStyle(this.state.styleOf(directory));
    return [{ directory, label: runLabel(row), style, listed, row }];
  }
}

/** `adult 1a2b · mgda, 0.01 · seed 3`: what tells a run from others. */
function runLabel({ name, settings, runs }: RunRow): string {
  const values = Object.values(settings).slice(0, 2).map(valueText).join(', ');
  return [name, values, t`seed ${runs[0]?.run.seed ?? ''}`].filter(Boolean).join(' · ');
}

function comparedTasks(selected: readonly SelectedRun[]): readonly ComparedTask[] {
  const metrics = new Map<string, Set<string>>();
  for (const { listed } of selected) {
    for (const [task, spec] of Object.entries(listed.run.experiment.tasks)) {
      const known = metrics.get(task) ?? new Set();
      for (const metric of spec.metrics) known.add(metric);
      metrics.set(task, known);
    }
  }
  return [...metrics].map(([name, known]) => ({ name, metrics: [...known] }));
}
