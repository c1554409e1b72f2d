import type { Combination } from '../../balancing/gradientMethod';
import { Programs } from '../programs';
import { addCombined, addRow } from '../../balancing/math/rows';
import { observe } from './observe';
import {
  runOnBatch,
  type BatchGradients,
  type GradientSource,
  type SingleStep,
  type SourceParts,
} from './gradientSource';
import { coefficientInputs } from './stepInputs';
import { taskGradients } from './taskGradients';
import { update } from './update';

/** Gradients by the shared parameters: a backward pass a task, then an update by what comes of them. */
export class ParameterGradients implements GradientSource {
  private readonly passes: Programs;
  private readonly updates: Programs;
  /** Of all parameters; used again for each update, because garbage of its size costs time. */
  private readonly gradient: Float32Array;

  constructor(private readonly parts: SourceParts) {
    const { backend, model, columns, optimizer } = parts;
    this.passes = new Programs(backend, (size) => taskGradients(model, columns, size));
    this.updates = new Programs(backend, () => update('update', model.layout.size, optimizer));
    this.gradient = new Float32Array(model.layout.size);
  }

  async prepare(batchSize: number): Promise<void> {
    await this.passes.forBatch(batchSize);
    await this.updates.forBatch(1);
  }

  async gradients(theta: Float32Array, step: SingleStep): Promise<BatchGradients> {
    const { columns } = this.parts;
    const outputs = await runOnBatch(this.passes, this.parts, theta, step);
    const empty = new Float32Array();
    const [losses = empty, shared = empty, own = empty, ...rest] = outputs;
    const observation = observe(losses, shared);
    const { rows } = observation;
    return {
      observation,
      rows,
      own,
      outputs: rest.slice(0, columns.tasks),
      penalty: rest[columns.tasks],
    };
  }

  async apply(
    state: readonly Float32Array[],
    { step, learningRate }: SingleStep,
    { rows, penalty }: BatchGradients,
    combination: Combination,
    own: Float32Array,
  ): Promise<readonly Float32Array[]> {
    const { model, optimizer } = this.parts;
    const { sharedSize } = model.layout;
    const gradient = this.gradient.fill(0);
    addCombined(gradient.subarray(0, sharedSize), combination.rows ?? rows, combination);
    gradient.set(own, sharedSize);
    if (penalty) addRow(gradient, penalty, 1);
    const program = await this.updates.forBatch(1);
    const result = await program.run({
      state,
      columns: [],
      indices: Int32Array.of(0),
      inputs: [gradient, ...coefficientInputs(optimizer, step, 1, learningRate)],
    });
    return result.state;
  }

  async dispose(): Promise<void> {
    await this.passes.dispose();
    await this.updates.dispose();
  }
}
