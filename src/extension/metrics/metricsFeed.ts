import { encodeEvent, encodeJson, type TrainingEvent } from '../../shared/events';
import type {
  ArchitecturePreview,
  RefusedTraining,
  ShownRun,
  ViewUpdate,
} from '../../shared/messages';
import type { RunInfo } from '../../shared/run';

/** What the Metrics view has to know at this moment. */
export interface ViewContent {
  /** Undefined while something else takes its place. */
  readonly shown: ShownRun | undefined;
  readonly refusal?: RefusedTraining | undefined;
  readonly preview?: ArchitecturePreview | undefined;
  readonly queue: readonly string[];
  readonly trusted: boolean;
}

/** Milliseconds between two messages with new events. */
const eventInterval = 100;

/**
 * Keeps a webview up to date: one snapshot when it is ready, then what changes, and nothing while
 * it is hidden (a hidden webview loses messages, and asks again when it is shown).
 */
export class MetricsFeed {
  private isReady = false;
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly post: (update: ViewUpdate) => void,
    private readonly content: () => ViewContent,
  ) {}

  /** The page is loaded and listens. */
  ready(): void {
    this.isReady = true;
    this.sendSnapshot();
  }

  /** The page is gone. */
  hidden(): void {
    this.isReady = false;
    this.clearEvents();
  }

  /** Everything is different: another run is shown, say. */
  sendSnapshot(): void {
    if (!this.isReady) return;
    this.clearEvents();
    const { shown, refusal, preview, queue, trusted } = this.content();
    if (refusal) return this.post({ type: 'refusal', refusal, queue, trusted });
    if (preview) return this.post({ type: 'preview', preview, queue, trusted });
    const run = shown && { run: shown.run, model: shown.model, events: shown.events };
    this.post({ type: 'snapshot', json: encodeJson(run ?? null), queue, trusted });
  }

  /** New events of the shown run: sent now, or together with those of the next moments. */
  sendEvents(events: readonly TrainingEvent[]): void {
    if (!this.isReady || !this.content().shown) return;
    for (const event of events) this.waiting.push(encodeEvent(event));
    if (!this.timer) this.flushRegularly();
  }

  sendRun(run: RunInfo): void {
    if (!this.isReady) return;
    this.flush();
    this.post({ type: 'run', json: encodeJson(run) });
  }

  sendQueue(queue: readonly string[]): void {
    if (this.isReady) this.post({ type: 'queue', queue });
  }

  /** Sends what waits, and again after each interval in which something came. */
  private flushRegularly(): void {
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    this.flush();
    this.timer = setTimeout(() => this.flushRegularly(), eventInterval);
  }

  private flush(): void {
    const runId = this.content().shown?.run.id;
    if (this.waiting.length === 0 || runId === undefined) return;
    this.post({ type: 'events', runId, lines: this.waiting });
    this.waiting = [];
  }

  private clearEvents(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }
}
