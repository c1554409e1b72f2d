import type { MtlError } from '../../shared/errors';
import type { MetricValues, PerTask, StepEvent } from '../../shared/events';
import { deriveSeed, Random } from '../../shared/random';
import type { NamedTensor } from '../../shared/weights';
import type { LossWeighting } from '../balancing/lossWeighting';
import type { NumberArray } from '../backend/program';
import type { EncodedTask } from '../data/dataset';
import type { Columns } from './columns';
import { divergence } from './divergence';
import type { Optimizer } from './optimizers';
import type { Programs } from './programs';
import { TaskTotals, type TaskSums } from './taskTotals';

/** What every epoch of a run needs. */
export interface EpochContext {
  readonly tasks: readonly EncodedTask[];
  readonly columns: Columns;
  readonly programs: Programs;
  readonly optimizer: Optimizer;
  readonly weighting: LossWeighting;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly isStochastic: boolean;
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
  /** One a step, up to the one that diverged. */
  readonly events: readonly StepEvent[];
  /** Set when a loss is not finite. */
  readonly divergence?: MtlError;
}

/** Time that one call into the backend should take, so that Stop is heard. */
const callMilliseconds = 50;

/** One pass over the training part, a few batches a call. */
export class Epoch {
  private readonly rows: Int32Array;
  private readonly totals: readonly TaskTotals[];
  private stepsPerCall = 1;
  private stepsDone = 0;

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

  get done(): number {
    return this.stepsDone;
  }

  /**
   * Runs the next few batches.
   * @param state parameters and optimiser slots; not changed
   */
  async advance(state: readonly Float32Array[], learningRate: number): Promise<Advance> {
    const { batchSize } = this.context;
    const start = this.stepsDone * batchSize;
    const wholeBatches = Math.floor((this.rows.length - start) / batchSize);
    const steps = Math.min(this.stepsPerCall, Math.max(wholeBatches, 1));
    const size = wholeBatches > 0 ? batchSize : this.rows.length - start;
    const indices = this.rows.slice(start, start + steps * size);
    const program = await this.context.programs.forBatch(size);
    const began = performance.now();
    const result = await program.run({
      state,
      columns: this.context.columns.values,
      indices,
      inputs: this.stepInputs(steps, learningRate),
    });
    this.adaptStepsPerCall(steps, performance.now() - began);
    const recorded = this.record(indices, size, result.outputs);
    this.stepsDone += steps;
    return { state: result.state, ...recorded };
  }

  /** Loss and metrics over the epoch's batches as they were trained on. */
  metrics(): PerTask<MetricValues> {
    return perTask(this.context.tasks, (_, index) => this.totals[index]?.metrics() ?? {});
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

  private stepInputs(steps: number, learningRate: number): NumberArray[] {
    const { optimizer, weighting, seed, isStochastic, tasks } = this.context;
    const first = this.firstStep + this.stepsDone;
    const weights = weighting.weights();
    const numbers = Array.from({ length: steps }, (_, index) => first + index);
    const coefficients = numbers.map((step) => optimizer.coefficients(step, learningRate));
    const keys = numbers.flatMap((step) => [
      deriveSeed(seed, 'dropout', step),
      deriveSeed(seed, 'dropout offset', step),
    ]);
    return [
      Float32Array.from({ length: steps * tasks.length }, (_, i) => weights[i % tasks.length] ?? 0),
      ...optimizer.coefficientNames.map((_, which) =>
        Float32Array.from(coefficients, (values) => values[which] ?? 0),
      ),
      ...(isStochastic ? [Int32Array.from(keys), new Float32Array(steps).fill(this.epoch)] : []),
    ];
  }

  /** Adds a call's outputs to the totals and makes its events. */
  private record(
    indices: Int32Array,
    batchSize: number,
    [losses = new Float32Array(), ...outputs]: readonly Float32Array[],
  ): Pick<Advance, 'events' | 'divergence'> {
    const { tasks, weighting } = this.context;
    const weights = weighting.weights();
    const weight = perTask(tasks, (_, index) => weights[index] ?? 0);
    const events: StepEvent[] = [];
    this.totals.forEach((totals, task) => totals.addOutputs(indices, outputs[task] ?? losses));
    for (let first = 0; first < indices.length; first += batchSize) {
      const batch = indices.subarray(first, first + batchSize);
      const offset = (first / batchSize) * tasks.length;
      const step = this.firstStep + this.stepsDone + events.length;
      const loss = perTask(tasks, (_, index) => {
        const value = losses[offset + index] ?? Number.NaN;
        return this.totals[index]?.addLoss(batch, value) ? value : Number.NaN;
      });
      events.push({ type: 'step', step, epoch: this.epoch, loss, weight });
      const diverged = tasks.findIndex((_, index) => !Number.isFinite(this.totals[index]?.sum));
      const name = tasks[diverged]?.name;
      if (name !== undefined) {
        return { events, divergence: divergence('training', name, loss[name] ?? NaN, step) };
      }
    }
    return { events };
  }

  private adaptStepsPerCall(steps: number, milliseconds: number): void {
    const fitting = Math.floor((steps * callMilliseconds) / Math.max(milliseconds, 1));
    this.stepsPerCall = Math.max(1, Math.min(fitting, steps * 4));
  }
}

function perTask<Value>(
  tasks: readonly EncodedTask[],
  value: (task: EncodedTask, index: number) => Value,
): PerTask<Value> {
  return Object.fromEntries(tasks.map((task, index) => [task.name, value(task, index)]));
}
