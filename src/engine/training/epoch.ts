import type { EncodedTask } from '../../shared/encoding';
import type { MtlError } from '../../shared/errors';
import type { GradientsEvent, MetricValues, PerTask, StepEvent } from '../../shared/events';
import { deriveSeed, Random } from '../../shared/random';
import type { NamedTensor } from '../../shared/weights';
import type { CallPace } from './callPace';
import type { Columns } from './columns';
import { divergence } from './divergence';
import type { Relations } from './relations';
import type { Stepper, StepResult } from './steps/stepper';
import { TaskTotals, type TaskSums } from './taskTotals';

/** What every epoch of a run needs. */
export interface EpochContext {
  readonly tasks: readonly EncodedTask[];
  readonly columns: Columns;
  readonly stepper: Stepper;
  /** Undefined when relations are not recorded. */
  readonly relations: Relations | undefined;
  readonly pace: CallPace;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
}

/** An epoch that was stopped half-way. */
export interface EpochState {
  /** JSON-safe. */
  readonly steps: number;
  readonly sums: PerTask<TaskSums>;
}

export interface Advance {
  /** Parameters and optimiser slots after the steps. */
  readonly state: readonly Float32Array[];
  /** One a step, up to the one that diverged, and relations where they are due. */
  readonly events: readonly (StepEvent | GradientsEvent)[];
  readonly steps: number;
  /** Set when a loss is not finite. */
  readonly divergence?: MtlError;
}

/** One pass over the training part, a few batches a call. */
export class Epoch {
  private readonly rows: Int32Array;
  private readonly totals: readonly TaskTotals[];
  private stepsDone = 0;
  /** Spent on recording relations, which trains nothing. */
  private recordingMilliseconds = 0;

  /**
   * @param firstStep number of the epoch's first step; steps count from 1 over the run
   */
  constructor(
    private readonly context: EpochContext,
    private readonly epoch: number,
    private readonly firstStep: number,
  ) {
    const { rows } = context.columns.dataset;
    const seed = deriveSeed(context.seed, 'shuffle', epoch);
    this.rows = context.shuffle
      ? new Random(seed).permutation(rows)
      : Int32Array.from({ length: rows }, (_, row) => row);
    this.totals = context.tasks.map((task) => new TaskTotals(task, context.columns, rows));
  }

  get steps(): number {
    return Math.ceil(this.rows.length / this.context.batchSize);
  }

  /** Seconds spent on recording relations. */
  get recordingSeconds(): number {
    return this.recordingMilliseconds / 1000;
  }

  get done(): number {
    return this.stepsDone;
  }

  /**
   * Runs the next few batches.
   * @param state parameters and optimiser slots; not changed
   * @param most steps to run at most
   */
  async advance(
    state: readonly Float32Array[],
    learningRate: number,
    most = Infinity,
  ): Promise<Advance> {
    const { batchSize, pace, stepper, relations } = this.context;
    const start = this.stepsDone * batchSize;
    const step = this.firstStep + this.stepsDone;
    const wholeBatches = Math.floor((this.rows.length - start) / batchSize);
    const undisturbed = relations?.stepsUntilNext(step) ?? Infinity;
    const steps = Math.min(pace.steps, Math.max(wholeBatches, 1), undisturbed, most);
    const size = wholeBatches > 0 ? batchSize : this.rows.length - start;
    const indices = this.rows.slice(start, start + steps * size);
    const call = { state, indices, batchSize: size, step, epoch: this.epoch, learningRate };
    const began = performance.now();
    const observed = await relations?.observe(call);
    this.recordingMilliseconds += performance.now() - began;
    const result = await pace.time(steps, () => stepper.run(call));
    const { events, ...recorded } = this.record(indices, size, result);
    this.stepsDone += events.length;
    return {
      state: result.state,
      steps: events.length,
      events: observed ? [observed, ...events] : events,
      ...recorded,
    };
  }

  /**
   * Loss and metrics over the epoch's batches as they were trained on; the loss alone of what was
   * moved, as the data set does not say where it then was.
   */
  metrics(): PerTask<MetricValues> {
    const { tasks, columns } = this.context;
    return perTask(tasks, ({ name }, index) => {
      const totals = this.totals[index];
      return (columns.isMoved(name) ? totals?.loss() : totals?.metrics()) ?? {};
    });
  }

  /** What a checkpoint needs to go on inside this epoch. */
  save(): { readonly tensors: NamedTensor[]; readonly state: EpochState } {
    const saved = this.context.tasks.map(({ name }, index) => ({
      name,
      totals: this.totals[index]?.save(`epoch/${name}`),
    }));
    return {
      tensors: saved.flatMap(({ totals }) => totals?.outputs ?? []),
      state: {
        steps: this.stepsDone,
        sums: Object.fromEntries(
          saved.flatMap(({ name, totals }) => (totals ? [[name, totals.sums]] : [])),
        ),
      },
    };
  }

  restore(state: EpochState, tensors: ReadonlyMap<string, NamedTensor>): void {
    this.stepsDone = state.steps;
    const rows = this.rows.slice(0, state.steps * this.context.batchSize);
    this.context.tasks.forEach(({ name }, index) => {
      const outputs = tensors.get(`epoch/${name}`);
      const sums = state.sums[name];
      if (!outputs || !sums) throw new Error(`the checkpoint lacks the epoch of task ${name}`);
      this.totals[index]?.restore(rows, outputs.values, sums);
    });
  }

  /** Adds a call's outputs to the totals and makes its events. */
  private record(
    indices: Int32Array,
    batchSize: number,
    { losses, weights, outputs }: StepResult,
  ): { readonly events: StepEvent[]; readonly divergence?: MtlError } {
    const { tasks } = this.context;
    const events: StepEvent[] = [];
    this.totals.forEach((totals, task) =>
      totals.addOutputs(indices, outputs[task] ?? new Float32Array()),
    );
    for (let first = 0; first < indices.length; first += batchSize) {
      const batch = indices.subarray(first, first + batchSize);
      const offset = (first / batchSize) * tasks.length;
      const step = this.firstStep + this.stepsDone + events.length;
      const loss = perTask(tasks, (_, index) => {
        const value = losses[offset + index] ?? Number.NaN;
        return this.totals[index]?.addLoss(batch, value) ? value : Number.NaN;
      });
      const weight = perTask(tasks, (_, index) => weights[offset + index] ?? Number.NaN);
      events.push({ type: 'step', step, epoch: this.epoch, loss, weight });
      const diverged = tasks.findIndex((_, index) => !Number.isFinite(this.totals[index]?.sum));
      const name = tasks[diverged]?.name;
      if (name !== undefined) {
        return { events, divergence: divergence('training', name, loss[name] ?? NaN, step) };
      }
    }
    return { events };
  }
}

export function perTask<Value>(
  tasks: readonly EncodedTask[],
  value: (task: EncodedTask, index: number) => Value,
): PerTask<Value> {
  return Object.fromEntries(tasks.map((task, index) => [task.name, value(task, index)]));
}
