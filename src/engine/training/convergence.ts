import type { ConvergenceSpec } from '../../shared/experiment';

/** JSON-safe. */
export interface ConvergenceState {
  readonly loss: number | null;
  readonly settledEpochs: number;
}

/** Ends training when the loss no longer changes. */
export class Convergence {
  private loss: number | null = null;
  private settledEpochs = 0;

  constructor(private readonly spec: ConvergenceSpec | undefined) {}

  /** Takes the sum of the tasks' training losses over an epoch. */
  epochEnded(loss: number): void {
    const { tolerance = 0 } = this.spec ?? {};
    const before = this.loss;
    const settled = before !== null && Math.abs(loss - before) <= tolerance * Math.abs(before);
    this.settledEpochs = settled ? this.settledEpochs + 1 : 0;
    this.loss = loss;
  }

  get reached(): boolean {
    return this.spec !== undefined && this.settledEpochs >= this.spec.patience;
  }

  get state(): ConvergenceState {
    return { loss: this.loss, settledEpochs: this.settledEpochs };
  }

  restore({ loss, settledEpochs }: ConvergenceState): void {
    this.loss = loss;
    this.settledEpochs = settledEpochs;
  }
}
