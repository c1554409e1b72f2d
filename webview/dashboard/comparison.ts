import type { ListedRun } from '../../src/shared/dashboardMessages';
import type { RunSeries } from '../../src/shared/runSeries';
import { tableColumns, type Column } from './columns';
import type { DashboardStore } from './dashboardState';
import { drawnLines, settingsLabel, type DrawnLine } from './drawnLines';
import { brushedRows } from './brushes';
import { parallelAxes, type ParallelAxis } from './parallelAxes';
import { runRows, type RunRow } from './runRows';
import { t } from '../../src/shared/l10n';
import { foundRows } from './shownRows';

/** A run that is on the charts. */
export interface SelectedRun {
  readonly directory: string;
  readonly label: string;
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
  /** The rows that the filter leaves, with the axes of their parallel coordinates. */
  readonly found: readonly RunRow[];
  readonly axes: readonly ParallelAxis[];
  /** Those of them that the brushes on the axes leave. */
  readonly brushed: readonly RunRow[];
  readonly columns: readonly Column[];
  readonly baseline: RunRow | undefined;
  readonly selected: readonly SelectedRun[];
  readonly lines: readonly DrawnLine[];
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
  private found: readonly RunRow[] = [];
  private axes: readonly ParallelAxis[] = [];
  private filter: string | undefined;

  constructor(private readonly state: DashboardStore) {}

  setRuns(listed: readonly ListedRun[]): void {
    this.listed = listed;
    this.rows = runRows(listed);
    this.byKey = new Map(
      this.rows.flatMap((row) => [row, ...row.members]).map((row) => [row.key, row]),
    );
    this.columnsOf = undefined;
    this.columns = [];
    this.filter = undefined;
  }

  current(series: ReadonlyMap<string, RunSeries>): Comparison {
    const { rows } = this;
    const { filter, brushes } = this.state.current;
    if (filter !== this.filter) {
      this.filter = filter;
      this.found = foundRows(rows, filter);
      this.axes = parallelAxes(this.found);
    }
    const baseline = this.byKey.get(this.state.current.baseline);
    if (this.columns.length === 0 || baseline !== this.columnsOf)
      this.columns = tableColumns(rows, baseline);
    this.columnsOf = baseline;
    const selected = this.state.current.selected.flatMap((run) => this.selectedRun(run));
    const tasks = comparedTasks(selected);
    const metrics = [...new Set(tasks.flatMap((task) => task.metrics)), 'loss'];
    const lines = drawnLines(selected, rows, this.state);
    return {
      rows,
      found: this.found,
      axes: this.axes,
      brushed: brushedRows(this.found, this.axes, brushes),
      columns: this.columns,
      baseline,
      selected,
      lines,
      tasks,
      metrics,
      series,
    };
  }

  private selectedRun(directory: string): SelectedRun[] {
    const row = this.byKey.get(directory);
    const listed = this.listed.find((each) => each.directory === directory);
    if (!row || !listed) return [];
    return [{ directory, label: runLabel(row), listed, row }];
  }
}

/** `adult 1a2b · mgda, 0.01 · seed 3`: what tells a run from others. */
function runLabel(row: RunRow): string {
  const seed = t`seed ${row.runs[0]?.run.seed ?? ''}`;
  return [row.name, settingsLabel(row), seed].filter(Boolean).join(' · ');
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
