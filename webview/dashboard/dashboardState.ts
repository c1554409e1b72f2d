import type { PickedRuns } from '../../src/shared/dashboardMessages';
import type { Memory } from '../host';
import { StateStore } from '../stateStore';
import { eachFirst } from '../viewState';

/** What the horizontal axis of the charts counts. */
export type TimeAxis = 'step' | 'epoch' | 'time';
export const timeAxes: readonly TimeAxis[] = ['step', 'epoch', 'time'];

/** How the person left the dashboard. */
export interface DashboardState {
  /** Directories of the runs on the charts. */
  readonly selected: readonly string[];
  /** The run of each line style, so that a run keeps its colour; empty where a style is free. */
  readonly styles: readonly string[];
  /** Key of the row that differences refer to; empty for none. */
  readonly baseline: string;
  readonly filter: string;
  readonly sorting: { readonly column: string; readonly descending: boolean };
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
  expanded: [],
  tables: [],
  metric: eachFirst,
  axis: 'epoch',
  log: false,
  smoothing: 0,
  tab: 'settings',
  detailRun: '',
};

/** The state of the dashboard. */
export class DashboardStore extends StateStore<DashboardState> {
  constructor(memory: Memory) {
    super(memory, initialDashboardState);
  }

  /** Puts runs on the charts or takes them away; a run keeps its style as long as nobody needs it. */
  select(runs: readonly string[], isSelected: boolean): void {
    const others = this.current.selected.filter((run) => !runs.includes(run));
    const selected = isSelected ? [...others, ...runs] : others;
    this.update({ selected, styles: assignStyles(this.current.styles, selected) });
  }

  /** Puts the picked runs on the charts: beside those there are, or alone under a filter. */
  pick({ runs, filter }: PickedRuns): void {
    if (filter !== undefined) this.update({ selected: [], filter });
    this.select(runs, true);
  }

  /** Which style the run is drawn in; counts from 0. */
  styleOf(run: string): number {
    return Math.max(0, this.current.styles.indexOf(run));
  }
}

/** A style for each selected run: the one it had, else the first that no selected run has. */
export function assignStyles(
  before: readonly string[],
  selected: readonly string[],
): readonly string[] {
  const styles = [...before];
  for (const run of selected) {
    if (styles.includes(run)) continue;
    const free = styles.findIndex((holder) => !selected.includes(holder));
    if (free < 0) styles.push(run);
    else styles[free] = run;
  }
  return styles;
}
