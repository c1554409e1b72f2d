import type { EpochEvent, PerTask, TrainingEvent } from './events';
import { NumberColumn, TaskColumns } from './numberColumn';

/** By task and metric, a value an epoch; NaN where there is none. */
export type EpochMetrics = PerTask<Readonly<Record<string, Float64Array>>>;

/** What happened in a run as columns of numbers: they travel between processes as they are. */
export interface RunSeries {
  /** Of each step, counted from 1. */
  readonly step: Float64Array;
  /** The task's unweighted training loss at each step. */
  readonly loss: PerTask<Float64Array>;
  /** The last step of each epoch. */
  readonly epochEnd: Float64Array;
  /** Of each epoch, counted from 1. */
  readonly epoch: Float64Array;
  /** Of training and validation, from the start of the run to the end of each epoch. */
  readonly seconds: Float64Array;
  readonly train: EpochMetrics;
  /** Without a validation part, that of training. */
  readonly judged: EpochMetrics;
  /** Lines of `metrics.jsonl` that say how the tasks' gradients related. */
  readonly gradients: readonly string[];
}

/** Collects the columns of a run event by event. */
export class SeriesBuilder {
  private readonly step = new NumberColumn();
  private readonly losses: TaskColumns;
  private readonly epochs: EpochEvent[] = [];
  private readonly epochEnd = new NumberColumn();
  private readonly gradients: string[] = [];

  constructor(private readonly tasks: readonly string[]) {
    this.losses = new TaskColumns(tasks);
  }

  /** @param line what the event was read from */
  add(event: TrainingEvent, line: string): void {
    switch (event.type) {
      case 'step':
        this.step.push(event.step);
        this.losses.push(event.loss);
        return;
      case 'epoch':
        this.epochs.push(event);
        this.epochEnd.push(Math.max(this.step.last ?? 0, (this.epochEnd.last ?? 0) + 1));
        return;
      case 'gradients':
        this.gradients.push(line);
        return;
      case 'test':
      case 'baseline':
      case 'examples':
      case 'answers':
        return;
    }
  }

  build(): RunSeries {
    const { tasks, epochs } = this;
    let seconds = 0;
    return {
      step: this.step.values.slice(),
      loss: Object.fromEntries(tasks.map((task) => [task, this.losses.of(task).values.slice()])),
      epochEnd: this.epochEnd.values.slice(),
      epoch: Float64Array.from(epochs, ({ epoch }) => epoch + 1),
      seconds: Float64Array.from(epochs, (event) => (seconds += event.seconds)),
      train: this.metrics((event) => event.train),
      judged: this.metrics((event) => event.validation ?? event.train),
      gradients: this.gradients,
    };
  }

  private metrics(part: (event: EpochEvent) => EpochEvent['train']): EpochMetrics {
    const values = (task: string, name: string): Float64Array =>
      Float64Array.from(this.epochs, (event) => part(event)[task]?.[name] ?? Number.NaN);
    return Object.fromEntries(
      this.tasks.map((task) => {
        const names = new Set(this.epochs.flatMap((event) => Object.keys(part(event)[task] ?? {})));
        return [task, Object.fromEntries([...names].map((name) => [name, values(task, name)]))];
      }),
    );
  }
}
