import { openBackend } from '../../src/engine/backend/openBackend';
import { buildModel } from '../../src/engine/model/buildModel';
import { workPerStep } from '../../src/engine/model/workPerStep';
import { train } from '../../src/engine/train';
import type { BackendChoice } from '../../src/shared/messages';
import { experimentFor } from '../models/experiment';
import { randomData } from '../models/randomData';
import type { MlpWorkload } from '../models/workload';
import { serve, startClock, type Opened } from './serve';
import { quietListener } from './quietListener';

/** An epoch of the workload as users train it, events and metrics included, compiling apart. */
async function open(choice: BackendChoice, rows: number, workload: MlpWorkload): Promise<Opened> {
  const experiment = experimentFor(workload);
  const data = randomData(workload, rows);
  const model = buildModel(experiment.model, data.encoding);
  const work = workPerStep(model, data.encoding, experiment.training.batchSize);
  const backend = await openBackend(choice, 'auto', work);
  return {
    figures: {},
    async round() {
      let elapsed = startClock();
      const listener = quietListener(() => (elapsed = startClock()));
      const { signal } = new AbortController();
      await train({ experiment, data, backend, signal, listener });
      return elapsed(1, 'epoch');
    },
  };
}

const [, , backend, rows, workload = ''] = process.argv;
void serve(() => open(backend as BackendChoice, Number(rows), JSON.parse(workload) as MlpWorkload));
