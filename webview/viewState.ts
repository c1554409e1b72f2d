import type { Host } from './host';

export type Axis = 'step' | 'epoch';

/** Instead of a metric's name: the first metric of each task. */
export const eachFirst = 'each-first';

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
  scroll: 0,
};

/** The state of the page: read once, saved with every change. */
export class ViewStateStore {
  private state: ViewState;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly host: Pick<Host, 'readState' | 'saveState'>) {
    this.state = restoreState(host.readState());
  }

  get current(): ViewState {
    return this.state;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  update(change: Partial<ViewState>): void {
    this.remember(change);
    for (const listener of this.listeners) listener();
  }

  /** Saves what changes nothing on the page. */
  remember(change: Partial<ViewState>): void {
    this.state = { ...this.state, ...change };
    this.host.saveState(this.state);
  }

  /** Adds an id to a list or takes it away. */
  toggle(list: 'folded' | 'tables', id: string, listed: boolean): void {
    const others = this.state[list].filter((each) => each !== id);
    this.remember({ [list]: listed ? [...others, id] : others });
  }
}

/** The saved state, where it is one; another version may have saved something else. */
export function restoreState(saved: unknown): ViewState {
  if (typeof saved !== 'object' || saved === null) return initialViewState;
  const known = Object.entries(initialViewState).map(([key, initial]): [string, unknown] => {
    const value: unknown = Reflect.get(saved, key);
    return [key, hasShapeOf(initial, value) ? value : initial];
  });
  return Object.assign({ ...initialViewState }, Object.fromEntries<unknown>(known));
}

function hasShapeOf(initial: unknown, value: unknown): boolean {
  if (Array.isArray(initial)) return isTextList(value);
  if (typeof initial !== 'object' || initial === null) return typeof value === typeof initial;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(initial).every(([key, inner]) =>
    hasShapeOf(inner, Reflect.get(value, key)),
  );
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
