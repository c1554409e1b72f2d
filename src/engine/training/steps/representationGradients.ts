import type { Combination } from '../../balancing/gradientMethod';
import { Programs } from '../programs';
import { addCombined } from '../../balancing/math/rows';
import { observe, rowsOf } from './observe';
import {
  runOnBatch,
  type BatchGradients,
  type GradientSource,
  type SingleStep,
  type SourceParts,
} from './gradientSource';
import {
  representationGradients,
  representationUpdate,
  type RepresentedModel,
} from './representationPrograms';
import { coefficientInputs, trainingInputs } from './stepInputs';

interface RepresentationParts extends SourceParts {
  readonly model: RepresentedModel;
  /** Whether the method looks at sign(z) ∘ gradient. */
  readonly signed: boolean;
  /** Units of the representation. */
  readonly units: number;
}

/** Gradients by the shared representation: one backward pass of the shared part, whatever K is. */
export class RepresentationGradients implements GradientSource {
  private readonly passes: Programs;
  private readonly updates: Programs;

  constructor(private readonly parts: RepresentationParts) {
    const { backend, model, columns, optimizer, signed, units } = parts;
    this.passes = new Programs(backend, (size) =>
      representationGradients(model, columns, size, signed),
    );
    this.updates = new Programs(backend, (size) =>
      representationUpdate(model, columns, optimizer, size, units),
    );
  }

  async prepare(batchSize: number): Promise<void> {
    await this.passes.forBatch(batchSize);
    await this.updates.forBatch(batchSize);
  }

  async gradients(theta: Float32Array, step: SingleStep): Promise<BatchGradients> {
    const { columns } = this.parts;
    const outputs = await runOnBatch(this.passes, this.parts, theta, step);
    const empty = new Float32Array();
    const [losses = empty, sums = empty, byExample = empty, own = empty, ...rest] = outputs;
    return {
      observation: observe(losses, sums),
      rows: rowsOf(byExample, columns.tasks),
      own,
      outputs: rest,
    };
  }

  async apply(
    state: readonly Float32Array[],
    step: SingleStep,
    { rows }: BatchGradients,
    combination: Combination,
    own: Float32Array,
  ): Promise<readonly Float32Array[]> {
    const { model, columns, optimizer, seed, units } = this.parts;
    const gradient = new Float32Array(step.batchSize * units);
    addCombined(gradient, rows, combination);
    const program = await this.updates.forBatch(step.batchSize);
    const result = await program.run({
      state,
      columns: columns.values,
      indices: step.indices,
      inputs: [
        gradient,
        own,
        ...coefficientInputs(optimizer, step.step, 1, step.learningRate),
        ...trainingInputs(model, seed, step, 1),
      ],
    });
    return result.state;
  }

  async dispose(): Promise<void> {
    await this.passes.dispose();
    await this.updates.dispose();
  }
}
