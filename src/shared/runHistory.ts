import type {
  BaselineEvent,
  EpochEvent,
  MetricValues,
  PerTask,
  StepEvent,
  TrainingEvent,
} from './events';
import type { AnswersEvent, Example } from './examples';
import { GradientHistory } from './gradientHistory';
import { isBetter } from './metricNames';
import { NumberColumn, TaskColumns } from './numberColumn';
import type { RunInfo } from './run';
import { extendPath, type WeightPath } from './weightPath';

/** A metric's value and the epoch, counted from 0, that had it. */
export interface MetricAt {
  readonly value: number;
  readonly epoch: number;
}

/** What tells how good an epoch was: validation, or training where there is no validation part. */
export function judged(event: EpochEvent): PerTask<MetricValues> {
  return event.validation ?? event.train;
}

/** All that happened in a run so far, ready to draw and to look up. */
export class RunHistory {
  /** A value a step; the first step is 1. */
  readonly step = new NumberColumn();
  /** The epoch, counted from 0, of each step. */
  readonly epoch = new NumberColumn();
  readonly epochs: EpochEvent[] = [];
  readonly gradients: GradientHistory;
  /** The last step of each of {@link epochs}; always ascending. */
  readonly epochEnd = new NumberColumn();
  /** Epochs of the models that are trained for one task alone. */
  readonly baselineEpochs: BaselineEvent[] = [];
  /** Metrics of the best weights on the test part, once there. */
  test: PerTask<MetricValues> | undefined;
  /** Rows that the answers are about, by their number in the table. */
  readonly examples = new Map<number, Example>();
  /** What the model said of them last. */
  answers: AnswersEvent | undefined;
  private readonly losses: TaskColumns;
  private readonly weights: TaskColumns;
  private readonly paths = new Map<string, WeightPath>();
  private readonly bests = new Map<string, MetricAt>();

  constructor(
    readonly tasks: readonly string[],
    events: readonly TrainingEvent[] = [],
  ) {
    this.gradients = new GradientHistory(tasks);
    this.losses = new TaskColumns(tasks);
    this.weights = new TaskColumns(tasks);
    for (const event of events) this.add(event);
  }

  add(event: TrainingEvent): void {
    switch (event.type) {
      case 'step':
        return this.addStep(event);
      case 'epoch':
        return this.addEpoch(event);
      case 'gradients':
        return this.gradients.add(event);
      case 'baseline':
        this.baselineEpochs.push(event);
        return;
      case 'test':
        this.test = event.metrics;
        return;
      case 'examples':
        for (const example of event.examples) this.examples.set(example.row, example);
        return;
      case 'answers':
        this.answers = event;
    }
  }

  /** The task's unweighted loss at each step. */
  loss(task: string): NumberColumn {
    return this.losses.of(task);
  }

  /** The task's weight at each step. */
  weight(task: string): NumberColumn {
    return this.weights.of(task);
  }

  /** How each task's weight went; a task without a weight so far has none. */
  get weightPaths(): PerTask<WeightPath> {
    return Object.fromEntries(this.paths);
  }

  /** The value of the newest epoch; undefined before the first, NaN where it is not defined. */
  last(task: string, metric: string): MetricAt | undefined {
    const event = this.epochs.at(-1);
    const value = event && judged(event)[task]?.[metric];
    return value === undefined ? undefined : { value, epoch: event?.epoch ?? 0 };
  }

  /** The first of the best values of all epochs; undefined while there is none that is a number. */
  best(task: string, metric: string): MetricAt | undefined {
    return this.bests.get(bestKey(task, metric));
  }

  private addStep({ step, epoch, loss, weight }: StepEvent): void {
    this.step.push(step);
    this.epoch.push(epoch);
    this.losses.push(loss);
    this.weights.push(weight);
    for (const task of this.tasks) {
      const path = extendPath(this.paths.get(task), weight[task] ?? Number.NaN);
      if (path) this.paths.set(task, path);
    }
  }

  private addEpoch(event: EpochEvent): void {
    this.epochs.push(event);
    this.epochEnd.push(Math.max(this.step.last ?? 0, (this.epochEnd.last ?? 0) + 1));
    for (const [task, values] of Object.entries(judged(event))) {
      for (const [metric, value] of Object.entries(values)) {
        const key = bestKey(task, metric);
        const incumbent = this.bests.get(key)?.value ?? Number.NaN;
        if (isBetter(metric, value, incumbent)) this.bests.set(key, { value, epoch: event.epoch });
      }
    }
  }
}

const bestKey = (task: string, metric: string): string => `${task}\n${metric}`;

/** Where a run is. What has not been measured yet is undefined. */
export interface RunProgress {
  /** The epoch at work, counted from 1; undefined before the first step. */
  readonly epoch?: number;
  readonly epochs: number;
  /** Part of all planned steps that is done, 0 to 1. */
  readonly done: number;
  readonly stepsPerSecond?: number;
  /** Rows of the training part. */
  readonly rowsPerSecond?: number;
  /** Until the last planned epoch ends. */
  readonly secondsLeft?: number;
}

/** Newest epochs that the speed is taken from. */
const speedEpochs = 15;

/** Where the run is; the speed is that of the median among the newest epochs. */
export function runProgress(
  { experiment, rows }: Pick<RunInfo, 'experiment' | 'rows'>,
  history: RunHistory,
): RunProgress {
  const { epochs, batchSize } = experiment.training;
  const stepsPerEpoch = Math.ceil(rows.train / batchSize);
  const steps = history.step.last ?? 0;
  const lastEpoch = history.epoch.last;
  const done = Math.min(1, steps / Math.max(1, epochs * stepsPerEpoch));
  const seconds = median(history.epochs.slice(-speedEpochs).map((event) => event.seconds));
  return {
    epochs,
    done,
    ...(lastEpoch !== undefined && { epoch: lastEpoch + 1 }),
    ...(seconds !== undefined &&
      seconds > 0 && {
        stepsPerSecond: stepsPerEpoch / seconds,
        rowsPerSecond: rows.train / seconds,
        secondsLeft: seconds * epochs * (1 - done),
      }),
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Where the training of one model a task is. */
export interface BaselineProgress {
  readonly task: string;
  /** The epoch that ended last, counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
}

/** The model of one task that trains now; undefined before the first of its epochs has ended. */
export function baselineProgress(
  { experiment, status }: Pick<RunInfo, 'experiment' | 'status'>,
  { baselineEpochs }: RunHistory,
): BaselineProgress | undefined {
  const last = baselineEpochs.at(-1);
  if (!last || status !== 'running') return undefined;
  return { task: last.task, epoch: last.epoch + 1, epochs: experiment.training.epochs };
}
