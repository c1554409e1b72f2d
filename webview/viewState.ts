import type { Memory } from './host';
import { StateStore } from './stateStore';

export type Axis = 'step' | 'epoch';
export type ExampleChoice = 'sample' | 'worst';

/** Instead of a metric's name: the first metric of each task. */
export const eachFirst = 'each-first';

/** Instead of a task's name. */
export const allTasks = '';

/** How the person left the page. */
export interface ViewState {
  /** Ids of folded sections. */
  readonly folded: readonly string[];
  /** Ids of tables that are shown beside their picture. */
  readonly tables: readonly string[];
  readonly log: boolean;
  readonly axis: Axis;
  /** Weight of the past in the moving average, 0 to 0.99, for each axis. */
  readonly smoothing: Readonly<Record<Axis, number>>;
  /** The metric of the small charts, or {@link eachFirst}. */
  readonly metric: string;
  readonly examples: ExampleChoice;
  /** The task whose loss tells the worst examples, or {@link allTasks}. */
  readonly worstOf: string;
  /** Pixels from the top. */
  readonly scroll: number;
}

export const initialViewState: ViewState = {
  folded: [],
  tables: [],
  log: false,
  axis: 'step',
  smoothing: { step: 0.6, epoch: 0 },
  metric: eachFirst,
  examples: 'sample',
  worstOf: allTasks,
  scroll: 0,
};

/** The state of the Metrics view. */
export class ViewStateStore extends StateStore<ViewState> {
  constructor(memory: Memory) {
    super(memory, initialViewState);
  }
}
