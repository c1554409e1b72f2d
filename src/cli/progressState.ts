import type { BaselineEvent, EpochEvent, TrainingEvent } from '../shared/events';
import type { RunInfo } from '../shared/run';

interface Mark {
  readonly time: number;
  readonly step: number;
}

/** How far back the speed is measured, in milliseconds. */
const speedWindow = 5000;

/** Where a run is, from its events: what progress displays show. */
export class ProgressState {
  readonly epochs: number;
  readonly totalSteps: number;
  step = 0;
  epoch = 0;
  lastEpoch: EpochEvent | undefined;
  /** Of the model of one task that trains now. */
  lastBaseline: BaselineEvent | undefined;
  private marks: Mark[] = [];
  private readonly sums = new Map<string, number>();
  private stepsOfEpoch = 0;

  constructor({ experiment, rows }: Pick<RunInfo, 'experiment' | 'rows'>) {
    const { epochs, batchSize } = experiment.training;
    this.epochs = epochs;
    this.totalSteps = epochs * Math.ceil(rows.train / batchSize);
  }

  /** @param now in milliseconds */
  add(events: readonly TrainingEvent[], now: number): void {
    for (const event of events) {
      if (event.type === 'epoch') this.lastEpoch = event;
      if (event.type === 'baseline') this.lastBaseline = event;
      if (event.type !== 'step') continue;
      if (event.epoch !== this.epoch) this.beginEpoch(event.epoch);
      this.step = event.step;
      this.stepsOfEpoch++;
      for (const [task, loss] of Object.entries(event.loss)) {
        this.sums.set(task, (this.sums.get(task) ?? 0) + loss);
      }
    }
    this.marks = this.marks.filter(({ time }) => time > now - speedWindow);
    this.marks.push({ time: now, step: this.step });
  }

  /** Mean loss of each task over the steps of this epoch so far. */
  get losses(): readonly (readonly [task: string, loss: number])[] {
    return [...this.sums].map(([task, sum]) => [task, sum / this.stepsOfEpoch]);
  }

  /** Undefined until there are two moments to compare. */
  get stepsPerSecond(): number | undefined {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (!first || !last || last.time === first.time) return undefined;
    return (1000 * (last.step - first.step)) / (last.time - first.time);
  }

  get secondsLeft(): number | undefined {
    const speed = this.stepsPerSecond;
    return speed ? (this.totalSteps - this.step) / speed : undefined;
  }

  private beginEpoch(epoch: number): void {
    this.epoch = epoch;
    this.stepsOfEpoch = 0;
    this.sums.clear();
  }
}
