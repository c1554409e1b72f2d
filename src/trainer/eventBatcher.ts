import type { TrainingEvent } from '../shared/events';

/** Collects events so that they are sent at most once an interval: every event once, in order. */
export class EventBatcher {
  private pending: TrainingEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private lastSent = -Infinity;

  /** @param interval least time between two calls of `send`, in milliseconds */
  constructor(
    private readonly send: (events: readonly TrainingEvent[]) => void,
    private readonly interval = 100,
  ) {}

  push(events: readonly TrainingEvent[]): void {
    this.pending = this.pending.concat(events);
    const wait = Math.max(0, this.lastSent + this.interval - performance.now());
    this.timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Sends what is left, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.length === 0) return;
    this.lastSent = performance.now();
    this.send(this.pending);
    this.pending = [];
  }
}
