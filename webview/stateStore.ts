import type { Memory } from './host';

/** The keys of a state that hold a list of ids. */
type ListKey<State> = {
  [Key in keyof State]: State[Key] extends readonly string[] ? Key : never;
}[keyof State];

/** The state of a page: read once, saved with every change. */
export class StateStore<State extends object> {
  private state: State;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly memory: Memory,
    initial: State,
  ) {
    this.state = restoreState(initial, memory.readState());
  }

  get current(): State {
    return this.state;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  update(change: Partial<State>): void {
    this.remember(change);
    for (const listener of this.listeners) listener();
  }

  /** Saves what changes nothing on the page. */
  remember(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    this.memory.saveState(this.state);
  }

  /** Adds an id to a list or takes it away. */
  toggle(list: ListKey<State>, id: string, listed: boolean): void {
    const ids = this.state[list] as readonly string[];
    const others = ids.filter((each) => each !== id);
    const change = { [list]: listed ? [...others, id] : others };
    this.remember(change as unknown as Partial<State>);
  }
}

/** The saved state, where it is one; another version may have saved something else. */
export function restoreState<State extends object>(initial: State, saved: unknown): State {
  if (typeof saved !== 'object' || saved === null) return initial;
  const known = Object.entries(initial).map(([key, value]: [string, unknown]) => {
    const kept: unknown = Reflect.get(saved, key);
    return [key, hasShapeOf(value, kept) ? kept : value];
  });
  return Object.assign({ ...initial }, Object.fromEntries(known) as Partial<State>);
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
