import { deriveSeed, Random } from '../../../shared/random';
import type { Backend } from '../../backend/program';
import type { NamedTensor } from '../../../shared/weights';
import { Programs } from '../programs';
import { jointStep, type JointParts } from './jointStep';
import { coefficientInputs, trainingInputs } from './stepInputs';
import {
  trainedVectors,
  vector,
  type StepCall,
  type Stepper,
  type StepperMemory,
  type StepResult,
} from './stepper';

/** Trains on the method's objective: any number of steps in one call. */
export class JointStepper implements Stepper {
  readonly vectors: readonly NamedTensor[];
  private readonly programs: Programs;

  constructor(
    backend: Backend,
    private readonly parts: JointParts,
    private readonly seed: number,
  ) {
    const { method, optimizer } = parts;
    this.programs = new Programs(backend, (batchSize) => jointStep(parts, batchSize));
    this.vectors = [
      ...trainedVectors(method.trained, optimizer),
      ...method.state.map((values, index) => vector(`state${index}`, values)),
    ];
  }

  async prepare(batchSize: number): Promise<void> {
    await this.programs.forBatch(batchSize);
  }

  async run(call: StepCall): Promise<StepResult> {
    const { model, columns, optimizer, method } = this.parts;
    const steps = call.indices.length / call.batchSize;
    const program = await this.programs.forBatch(call.batchSize);
    const { state, outputs } = await program.run({
      state: call.state,
      columns: columns.values,
      indices: call.indices,
      inputs: [
        ...(method.numbers > 0 ? [this.numbers(call, steps)] : []),
        ...coefficientInputs(optimizer, call.step, steps, call.learningRate),
        ...trainingInputs(model, this.seed, call, steps),
      ],
    });
    const [losses = new Float32Array(), weights = new Float32Array(), ...rest] = outputs;
    return { state, losses, weights, outputs: rest };
  }

  epochEnded(epoch: number, meanLosses: readonly number[]): void {
    this.parts.method.epochEnded(epoch, meanLosses);
  }

  save(): StepperMemory {
    return { numbers: this.parts.method.save(), rows: [] };
  }

  restore({ numbers }: StepperMemory): void {
    this.parts.method.restore(numbers);
  }

  dispose(): Promise<void> {
    return this.programs.dispose();
  }

  private numbers({ step, epoch }: StepCall, steps: number): Float32Array {
    const each = Array.from({ length: steps }, (_, index) =>
      this.parts.method.stepNumbers(
        { step: step + index, epoch },
        new Random(deriveSeed(this.seed, 'balancing', step + index)),
      ),
    );
    return Float32Array.from(each.flat());
  }
}
