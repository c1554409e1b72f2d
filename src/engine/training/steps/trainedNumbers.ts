import type { NamedTensor } from '../../../shared/weights';
import type { Backend } from '../../backend/program';
import type { Optimizer } from '../optimizers';
import { Programs } from '../programs';
import { coefficientInputs } from './stepInputs';
import { trainedVectors } from './stepper';
import { update } from './update';

/** Numbers that the model's optimiser trains for a method, by gradients that the method gives. */
export class TrainedNumbers {
  readonly vectors: readonly NamedTensor[];
  /** Updates so far: not every step has one. */
  updates = 0;
  private readonly programs: Programs;

  constructor(
    backend: Backend,
    trained: readonly number[],
    private readonly optimizer: Optimizer,
  ) {
    this.vectors = trainedVectors(trained, optimizer);
    this.programs = new Programs(backend, () =>
      update('update of the method', trained.length, optimizer),
    );
  }

  /**
   * @param state the numbers, their slots
   * @param gradient undefined: no update
   */
  async update(
    state: readonly Float32Array[],
    gradient: readonly number[] | undefined,
    learningRate: number,
  ): Promise<readonly Float32Array[]> {
    if (!gradient || state.length === 0) return state;
    this.updates += 1;
    const program = await this.programs.forBatch(1);
    const result = await program.run({
      state,
      columns: [],
      indices: Int32Array.of(0),
      inputs: [
        Float32Array.from(gradient),
        ...coefficientInputs(this.optimizer, this.updates, 1, learningRate),
      ],
    });
    return result.state;
  }

  dispose(): Promise<void> {
    return this.programs.dispose();
  }
}
