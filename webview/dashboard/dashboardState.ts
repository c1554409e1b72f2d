import type { PickedRuns } from '../../src/shared/dashboardMessages';
import type { Memory } from '../host';
import { StateStore } from '../stateStore';
import { eachFirst } from '../viewState';
import type { Brush, Brushes } from './brushes';

/** What the horizontal axis of the charts counts. */
export type TimeAxis = 'step' | 'epoch' | 'time';
export const timeAxes: readonly TimeAxis[] = ['step', 'epoch', 'time'];

/** How the person left the dashboard. */
export interface DashboardState {
  /** Directories of the runs on the charts. */
  readonly selected: readonly string[];
  /** The row of each line style, so that a line keeps its colour. */
  readonly styles: readonly string[];
  /** Key of the row that differences refer to; empty for none. */
  readonly baseline: string;
  readonly filter: string;
  readonly sorting: { readonly column: string; readonly descending: boolean };
  /** The parts of axes of parallel coordinates that are brushed. */
  readonly brushes: Brushes;
  /** Keys of the groups that show their runs. */
  readonly expanded: readonly string[];
  /** Ids of tables that are shown beside their picture. */
  readonly tables: readonly string[];
  /** A metric's name, `eachFirst`, or {@link trainingLoss}. */
  readonly metric: string;
  readonly axis: TimeAxis;
  readonly log: boolean;
  /** Weight of the past in the moving average, 0 to 0.99. */
  readonly smoothing: number;
  /** Whether runs that differ only by seed are drawn one by one, instead of as their mean. */
  readonly eachSeed: boolean;
  /** Id of the tab that is shown below. */
  readonly tab: string;
  /** Directory of the run that tabs of a single run show; empty for the first that is selected. */
  readonly detailRun: string;
}

/** Instead of a metric's name: the training loss at every step. */
export const trainingLoss = 'training-loss';

export const initialDashboardState: DashboardState = {
  selected: [],
  styles: [],
  baseline: '',
  filter: '',
  sorting: { column: '', descending: false },
  brushes: {},
  expanded: [],
  tables: [],
  metric: eachFirst,
  axis: 'epoch',
  log: false,
  smoothing: 0,
  eachSeed: false,
  tab: 'settings',
  detailRun: '',
};

/** The state of the dashboard. */
export class DashboardStore extends StateStore<DashboardState> {
  constructor(memory: Memory) {
    super(memory, initialDashboardState);
  }

  /** Puts runs on the charts or takes them away. */
  select(runs: readonly string[], isSelected: boolean): void {
    const others = this.current.selected.filter((run) => !runs.includes(run));
    this.update({ selected: isSelected ? [...others, ...runs] : others });
  }

  /** Puts the picked runs on the charts: beside those there are, or alone under a filter. */
  pick({ runs, filter }: PickedRuns): void {
    if (filter !== undefined) this.update({ selected: [], filter });
    this.select(runs, true);
  }

  /** Brushes an axis, or no longer. */
  brush(axis: string, brush: Brush | undefined): void {
    const brushes = Object.entries(this.current.brushes).filter(([id]) => id !== axis);
    if (brush) brushes.push([axis, brush]);
    this.update({ brushes: Object.fromEntries(brushes) });
  }

  /** Gives each line a style; a line that is gone keeps its own as long as no other needs it. */
  assignStyles(lines: readonly string[]): void {
    const { styles } = this.current;
    if (!lines.every((line) => styles.includes(line)))
      this.remember({ styles: assignStyles(styles, lines) });
  }

  /** Which style the line of a row is drawn in; counts from 0. */
  styleOf(row: string): number {
    return Math.max(0, this.current.styles.indexOf(row));
  }
}

/** A style for each drawn line: the one it had, else the first that no drawn line has. */
export function assignStyles(
  before: readonly string[],
  lines: readonly string[],
): readonly string[] {
  const styles = [...before];
  for (const line of lines) {
    if (styles.includes(line)) continue;
    const free = styles.findIndex((holder) => !lines.includes(holder));
    if (free < 0) styles.push(line);
    else styles[free] = line;
  }
  return styles;
}
