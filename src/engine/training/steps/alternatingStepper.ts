import type { Backend } from '../../backend/program';
import { Programs } from '../programs';
import { alternatingStep, type AlternatingParts } from './alternatingStep';
import { coefficientInputs, trainingInputs } from './stepInputs';
import type { StepCall, Stepper, StepperMemory, StepResult } from './stepper';

/** Trains the tasks one after the other on each batch: own weights, then shared weights. */
export class AlternatingStepper implements Stepper {
  readonly vectors = [];
  private readonly programs: Programs;

  constructor(
    backend: Backend,
    private readonly parts: AlternatingParts,
    private readonly seed: number,
  ) {
    this.programs = new Programs(backend, (batchSize) => alternatingStep(parts, batchSize));
  }

  async prepare(batchSize: number): Promise<void> {
    await this.programs.forBatch(batchSize);
  }

  async run(call: StepCall): Promise<StepResult> {
    const { model, columns, optimizer } = this.parts;
    const steps = call.indices.length / call.batchSize;
    const program = await this.programs.forBatch(call.batchSize);
    const firstShared = (call.step - 1) * columns.tasks + 1;
    const { state, outputs } = await program.run({
      state: call.state,
      columns: columns.values,
      indices: call.indices,
      inputs: [
        ...coefficientInputs(optimizer, call.step, steps, call.learningRate),
        ...coefficientInputs(optimizer, firstShared, steps * columns.tasks, call.learningRate),
        ...trainingInputs(model, this.seed, call, steps),
      ],
    });
    const [losses = new Float32Array(), ...rest] = outputs;
    return { state, losses, weights: new Float32Array(losses.length).fill(1), outputs: rest };
  }

  epochEnded(): void {
    // It weighs no losses.
  }

  save(): StepperMemory {
    return { numbers: [], rows: [] };
  }

  restore(): void {
    // It remembers nothing.
  }

  dispose(): Promise<void> {
    return this.programs.dispose();
  }
}
