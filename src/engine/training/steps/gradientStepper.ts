import { deriveSeed, Random } from '../../../shared/random';
import type { NamedTensor } from '../../../shared/weights';
import type { GradientMethod } from '../../balancing/gradientMethod';
import type { Optimizer } from '../optimizers';
import {
  scaleOwn,
  type BatchGradients,
  type GradientSource,
  type SingleStep,
  type SourceParts,
} from './gradientSource';
import type { StepCall, Stepper, StepperMemory, StepResult } from './stepper';
import { TrainedNumbers } from './trainedNumbers';

export interface GradientParts extends SourceParts {
  readonly source: GradientSource;
  readonly method: GradientMethod;
  /** The optimiser without weight decay, for what the method trains. */
  readonly plainOptimizer: Optimizer;
}

/**
 * Trains on a combination of the tasks' gradients. A step is two calls of the backend, the gradients
 * and the update, with the method's decision in float64 between them.
 */
export class GradientStepper implements Stepper {
  readonly vectors: readonly NamedTensor[];
  private readonly trained: TrainedNumbers;

  constructor(private readonly parts: GradientParts) {
    const { backend, method, plainOptimizer } = parts;
    this.trained = new TrainedNumbers(backend, method.trained, plainOptimizer);
    this.vectors = this.trained.vectors;
  }

  prepare(batchSize: number): Promise<void> {
    return this.parts.source.prepare(batchSize);
  }

  async run(call: StepCall): Promise<StepResult> {
    const { batchSize, indices } = call;
    const steps = indices.length / batchSize;
    const taken: Taken[] = [];
    let { state } = call;
    for (let index = 0; index < steps; index++) {
      const rows = indices.subarray(index * batchSize, (index + 1) * batchSize);
      const each = { ...call, indices: rows, step: call.step + index };
      // Nothing may hold on to the states between: as old garbage they cost a quarter of the time.
      const { state: next, ...rest } = await this.step(state, each);
      state = next;
      taken.push(rest);
    }
    return {
      state,
      losses: join(taken.map(({ losses }) => losses)),
      weights: join(taken.map(({ weights }) => weights)),
      outputs: this.parts.columns.taskNames.map((_, task) =>
        join(taken.map(({ outputs }) => outputs[task] ?? [])),
      ),
    };
  }

  epochEnded(epoch: number, meanLosses: readonly number[]): void {
    this.parts.method.epochEnded(epoch, meanLosses);
  }

  save(): StepperMemory {
    const { numbers, rows } = this.parts.method.save();
    return { numbers: [this.trained.updates, ...numbers], rows };
  }

  restore({ numbers: [updates = 0, ...numbers], rows }: StepperMemory): void {
    this.trained.updates = updates;
    this.parts.method.restore({ numbers, rows });
  }

  async dispose(): Promise<void> {
    await this.parts.source.dispose();
    await this.trained.dispose();
  }

  private async step(
    state: readonly Float32Array[],
    step: SingleStep,
  ): Promise<Taken & Pick<StepResult, 'state'>> {
    const { source, method, optimizer, model, columns, seed } = this.parts;
    const count = 1 + optimizer.slots.length;
    const [own, trained] = [state.slice(0, count), state.slice(count)];
    const batches = await this.observe(own[0] ?? new Float32Array(), step);
    const [first] = batches;
    const last = batches.at(-1) ?? first;
    const [observed, ...further] = batches.map(({ observation }) => observation);
    if (!observed) throw new Error('a step needs a batch');
    const combination = method.combine({
      step: step.step,
      epoch: step.epoch,
      batches: [observed, ...further],
      trained: Array.from(trained[0] ?? []),
      random: new Random(deriveSeed(seed, 'balancing', step.step)),
    });
    const ownGradient = scaleOwn(
      model.layout,
      columns.taskNames,
      mean(batches.map((batch) => batch.own)),
      combination.heads,
    );
    const next = await source.apply(own, step, last, combination, ownGradient);
    const gradient = combination.trainedGradient;
    const nextTrained = await this.trained.update(trained, gradient, step.learningRate);
    return {
      state: [...next, ...nextTrained],
      losses: observed.losses,
      weights: combination.weights,
      outputs: first.outputs,
    };
  }

  /** The gradients on the step's batch, and on further ones, drawn at random, as the method asks. */
  private async observe(
    theta: Float32Array,
    step: SingleStep,
  ): Promise<[BatchGradients, ...BatchGradients[]]> {
    const { source, method, columns, seed } = this.parts;
    const { rows } = columns.dataset;
    const further: BatchGradients[] = [];
    const own = await source.gradients(theta, step);
    for (let batch = 1; batch < method.batches; batch++) {
      const random = new Random(deriveSeed(seed, 'further batch', step.step, batch));
      const indices = random.sample(rows, step.batchSize);
      further.push(await source.gradients(theta, { ...step, indices }));
    }
    return [own, ...further];
  }
}

/** What a step gave besides its new state. */
interface Taken {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
  readonly outputs: readonly Float32Array[];
}

function join(parts: readonly ArrayLike<number>[]): Float32Array {
  const joined = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}

function mean(vectors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = vectors;
  if (vectors.length === 1) return first;
  return first.map(
    (_, index) =>
      vectors.reduce((total, vector) => total + (vector[index] ?? 0), 0) / vectors.length,
  );
}
