import type { LearningRateSchedule } from '../../shared/experiment';

/** The state of a schedule that reacts to training; JSON-safe. */
export interface PlateauState {
  readonly factor: number;
  readonly epochsWithoutImprovement: number;
}

/** The learning rate of each epoch. */
export class LearningRate {
  private plateau: PlateauState = { factor: 1, epochsWithoutImprovement: 0 };

  constructor(
    private readonly schedule: LearningRateSchedule,
    private readonly initial: number,
    private readonly epochs: number,
  ) {}

  /** `epoch` counts from 0. Cosine: Loshchilov & Hutter 2017 (1608.03983), without restarts. */
  at(epoch: number): number {
    const { schedule, initial } = this;
    switch (schedule.type) {
      case 'constant':
        return initial;
      case 'cosine': {
        const progress = (1 + Math.cos((Math.PI * epoch) / this.epochs)) / 2;
        return schedule.minimum + (initial - schedule.minimum) * progress;
      }
      case 'step':
        return initial * schedule.factor ** Math.floor(epoch / schedule.every);
      case 'plateau':
        return Math.max(initial * this.plateau.factor, schedule.minimum);
    }
  }

  /** Tells the schedule whether the epoch that just ended improved the monitored value. */
  epochEnded(improved: boolean): void {
    if (this.schedule.type !== 'plateau') return;
    const { factor, epochsWithoutImprovement } = this.plateau;
    const waited = improved ? 0 : epochsWithoutImprovement + 1;
    this.plateau =
      waited > this.schedule.patience
        ? { factor: factor * this.schedule.factor, epochsWithoutImprovement: 0 }
        : { factor, epochsWithoutImprovement: waited };
  }

  get state(): PlateauState {
    return this.plateau;
  }

  restore(state: PlateauState): void {
    this.plateau = state;
  }
}
