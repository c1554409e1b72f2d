import type { TrainingGate } from '../engine/train';

/** Keeps a training waiting while it is paused, apart from the single steps that are asked for. */
export class PauseGate implements TrainingGate {
  /** Steps that may be run. */
  private allowed = Infinity;
  private isWaiting = false;
  private wake: (() => void) | undefined;

  /** @param onChange told when training begins to wait, and when it goes on for good */
  constructor(private readonly onChange: (paused: boolean) => void) {}

  pause(): void {
    this.allowed = 0;
  }

  step(): void {
    this.allowed++;
    this.wake?.();
  }

  continue(): void {
    this.allowed = Infinity;
    this.wake?.();
  }

  async pass(signal: AbortSignal): Promise<number> {
    while (this.allowed === 0 && !signal.aborted) {
      this.tell(true);
      await this.woken(signal);
    }
    if (this.allowed === Infinity) {
      this.tell(false);
      return Infinity;
    }
    this.allowed--;
    return 1;
  }

  private tell(isWaiting: boolean): void {
    if (isWaiting !== this.isWaiting) this.onChange(isWaiting);
    this.isWaiting = isWaiting;
  }

  private woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
