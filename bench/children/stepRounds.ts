import { openBackend } from '../../src/engine/backend/openBackend';
import type { LoadedData } from '../../src/engine/data/dataset';
import type { Model } from '../../src/engine/model/model';
import { workPerStep } from '../../src/engine/model/workPerStep';
import { CarriedState } from '../../src/engine/training/carriedState';
import { Columns } from '../../src/engine/training/columns';
import { createOptimizer } from '../../src/engine/training/optimizers';
import { createStepper } from '../../src/engine/training/steps/createStepper';
import type { Experiment } from '../../src/shared/experiment';
import type { BackendChoice } from '../../src/shared/messages';
import { startClock, type Opened } from './serve';

export interface StepRounds {
  readonly backend: BackendChoice;
  readonly experiment: Experiment;
  readonly model: Model;
  readonly data: LoadedData;
  /** What training starts from. */
  readonly parameters: Float32Array;
  /** Optimiser steps of a round, with the training part's rows in order. */
  readonly steps: number;
}

/** Rounds of the engine's own training step on a backend. */
export async function stepRounds(options: StepRounds): Promise<Opened> {
  const { experiment, model, data, steps } = options;
  const { optimizer, batchSize } = experiment.training;
  const columns = new Columns(data.encoding, data.train);
  const work = workPerStep(model, data.encoding, batchSize);
  const backend = await openBackend(options.backend, 'auto', work);
  const stepper = createStepper({ experiment, backend, model, columns });
  const start = performance.now();
  await stepper.prepare(batchSize);
  const compileMs = performance.now() - start;
  const carried = new CarriedState(model.layout, createOptimizer(optimizer).slots, stepper);
  let state: readonly Float32Array[] = carried.initial(options.parameters);
  let step = 1;
  const indices = Int32Array.from({ length: steps * batchSize }, (_, row) => row);
  const { threads, compiled } = backend.info;
  return {
    figures: { 'compile ms': compileMs },
    note: `${threads} thread${threads > 1 ? 's' : ''}, ${compiled ? 'compiled' : 'not compiled'}`,
    async round() {
      const elapsed = startClock();
      const { learningRate } = optimizer;
      const call = { state, indices, batchSize, step, epoch: 0, learningRate };
      state = (await stepper.run(call)).state;
      const figures = elapsed(steps, 'step');
      step += steps;
      return figures;
    },
  };
}
