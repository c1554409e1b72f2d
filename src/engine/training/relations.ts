import type { GradientsEvent } from '../../shared/events';
import type { RelationsSpec } from '../../shared/experiment';
import type { Backend } from '../backend/program';
import type { Model } from '../model/model';
import type { Columns } from './columns';
import { Programs } from './programs';
import { observe, rowsOf } from './steps/observe';
import { trainingInputs } from './steps/stepInputs';
import type { StepCall } from './steps/stepper';
import { taskGradients } from './steps/taskGradients';

/** Records how the tasks' gradients relate while any method trains. It changes nothing. */
export class Relations {
  private readonly programs: Programs;

  constructor(
    backend: Backend,
    private readonly model: Model,
    private readonly columns: Columns,
    private readonly spec: RelationsSpec,
    private readonly seed: number,
  ) {
    this.programs = new Programs(backend, (size) =>
      taskGradients(model, columns, size, spec.affinity),
    );
  }

  /** Compiles what batches of this size need. */
  async prepare(batchSize: number): Promise<void> {
    await this.programs.forBatch(batchSize);
  }

  /** Steps from `step` on, this one included, before the next one that is observed after it. */
  stepsUntilNext(step: number): number {
    const { every } = this.spec;
    return every - ((step - 1) % every);
  }

  /** The relations on the first batch of a call, when they are due. */
  async observe(call: StepCall): Promise<GradientsEvent | undefined> {
    if ((call.step - 1) % this.spec.every !== 0) return undefined;
    const program = await this.programs.forBatch(call.batchSize);
    const { outputs } = await program.run({
      state: call.state.slice(0, 1),
      columns: this.columns.values,
      indices: call.indices.slice(0, call.batchSize),
      inputs: [
        ...(this.spec.affinity ? [Float32Array.of(call.learningRate)] : []),
        ...trainingInputs(this.model, this.seed, call, 1),
      ],
    });
    const empty = new Float32Array();
    const [losses = empty, shared = empty, , ahead = empty] = outputs;
    const { gram } = observe(losses, shared);
    const norms = gram.map((row, task) => Math.sqrt(row[task] ?? 0));
    return {
      type: 'gradients',
      step: call.step,
      epoch: call.epoch,
      norm: Object.fromEntries(
        this.columns.taskNames.map((name, task) => [name, norms[task] ?? 0]),
      ),
      cosine: gram.map((row, i) => row.map((product, j) => cosine(product, norms[i], norms[j]))),
      ...(this.spec.affinity && { affinity: affinities(losses, ahead) }),
    };
  }

  dispose(): Promise<void> {
    return this.programs.dispose();
  }
}

/** Rounding must not take it out of [-1, 1]. */
function cosine(product: number, a = 0, b = 0): number {
  return Math.min(1, Math.max(-1, product / (a * b)));
}

function affinities(losses: Float32Array, ahead: Float32Array): number[][] {
  return rowsOf(ahead, losses.length).map((row) =>
    Array.from(row, (loss, task) => 1 - loss / (losses[task] ?? Number.NaN)),
  );
}
