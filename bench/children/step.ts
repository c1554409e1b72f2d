import { openBackend } from '../../src/engine/backend/openBackend';
import type { NumberArray } from '../../src/engine/backend/program';
import { Columns } from '../../src/engine/training/columns';
import { createOptimizer } from '../../src/engine/training/optimizers';
import { jointStep } from '../../src/engine/training/programs';
import type { BackendChoice } from '../../src/shared/messages';
import { experimentFor } from '../models/experiment';
import { buildNetwork } from '../models/network';
import { randomData, uniform } from '../models/randomData';
import type { Workload } from '../models/workload';
import { serve, startClock, type Opened } from './serve';

/** The engine's own training step on a backend, as many steps a round as the workload says. */
async function open(choice: BackendChoice, workload: Workload): Promise<Opened> {
  const { batch, steps, outputs } = workload;
  const { optimizer: spec } = experimentFor(workload).training;
  const optimizer = createOptimizer(spec);
  const { encoding, train } = randomData(workload, batch * steps);
  const model = buildNetwork(workload, encoding);
  const columns = new Columns(encoding, train);
  const backend = await openBackend(choice, 'auto', 3 * model.multiplyAdds * batch);
  const start = performance.now();
  const program = await backend.compile(jointStep(model, optimizer, columns, batch));
  const compileMs = performance.now() - start;
  const { size } = model.layout;
  let state = [uniform(size, 0.1), ...optimizer.slots.map(() => new Float32Array(size))];
  let done = 0;
  const inputs = (): NumberArray[] => {
    const coefficients = Array.from({ length: steps }, (_, step) =>
      optimizer.coefficients(done + step + 1, spec.learningRate),
    );
    return [
      new Float32Array(steps * outputs.length).fill(1),
      ...optimizer.coefficientNames.map((_, which) =>
        Float32Array.from(coefficients, (values) => values[which]!),
      ),
    ];
  };
  const indices = Int32Array.from({ length: train.rows }, (_, row) => row);
  const { threads, compiled } = backend.info;
  return {
    figures: { 'compile ms': compileMs },
    note: `${threads} thread${threads > 1 ? 's' : ''}, ${compiled ? 'compiled' : 'not compiled'}`,
    async round() {
      const elapsed = startClock();
      const run = { state, columns: columns.values, indices, inputs: inputs() };
      state = [...(await program.run(run)).state];
      const figures = elapsed(steps, 'step');
      done += steps;
      return figures;
    },
  };
}

const [, , backend, workload = ''] = process.argv;
void serve(() => open(backend as BackendChoice, JSON.parse(workload) as Workload));
