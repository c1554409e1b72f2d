import { openBackend } from '../../src/engine/backend/openBackend';
import { CarriedState } from '../../src/engine/training/carriedState';
import { Columns } from '../../src/engine/training/columns';
import { createOptimizer } from '../../src/engine/training/optimizers';
import { createStepper } from '../../src/engine/training/steps/createStepper';
import type { BackendChoice } from '../../src/shared/messages';
import { experimentFor } from '../models/experiment';
import { buildNetwork } from '../models/network';
import { randomData, uniform } from '../models/randomData';
import type { Workload } from '../models/workload';
import { serve, startClock, type Opened } from './serve';

/** The engine's own training step on a backend, as many steps a round as the workload says. */
async function open(choice: BackendChoice, workload: Workload): Promise<Opened> {
  const { batch: batchSize, steps } = workload;
  const experiment = experimentFor(workload);
  const { encoding, train } = randomData(workload, batchSize * steps);
  const model = buildNetwork(workload, encoding);
  const columns = new Columns(encoding, train);
  const backend = await openBackend(choice, 'auto', 3 * model.multiplyAdds * batchSize);
  const stepper = createStepper({ experiment, backend, model, columns });
  const start = performance.now();
  await stepper.prepare(batchSize);
  const compileMs = performance.now() - start;
  const { optimizer } = experiment.training;
  const carried = new CarriedState(model.layout, createOptimizer(optimizer).slots, stepper);
  let state: readonly Float32Array[] = carried.initial(uniform(model.layout.size, 0.1));
  let step = 1;
  const indices = Int32Array.from({ length: train.rows }, (_, row) => row);
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

const [, , backend, workload = ''] = process.argv;
void serve(() => open(backend as BackendChoice, JSON.parse(workload) as Workload));
