import type { Checkpoint } from '../../shared/weights';

/** Share of the time that snapshots may take. */
const share = 0.05;

/** Takes snapshots as often as their share of the time allows: before every call, if calls are long. */
export class Snapshots {
  private next = Number.NEGATIVE_INFINITY;

  constructor(private readonly handOver: (snapshot: Checkpoint) => void) {}

  /** @param take copies the state of the training */
  offer(take: () => Checkpoint): void {
    const began = performance.now();
    if (began < this.next) return;
    this.handOver(take());
    const ended = performance.now();
    this.next = ended + (ended - began) / share;
  }
}
