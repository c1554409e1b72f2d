import { openBackend } from '../../src/engine/backend/openBackend';
import { train, workPerStep } from '../../src/engine/train';
import type { BackendChoice } from '../../src/shared/messages';
import { experimentFor } from '../models/experiment';
import { randomData } from '../models/randomData';
import type { MlpWorkload } from '../models/workload';
import { serve, startClock, type Opened } from './serve';

/** An epoch of the workload as users train it, events and metrics included, compiling apart. */
async function open(choice: BackendChoice, rows: number, workload: MlpWorkload): Promise<Opened> {
  const experiment = experimentFor(workload);
  const data = randomData(workload, rows);
  const work = workPerStep(experiment, data.encoding);
  const backend = await openBackend(choice, 'auto', work);
  const done = () => Promise.resolve();
  return {
    figures: {},
    async round() {
      let elapsed = startClock();
      const started = () => {
        elapsed = startClock();
        return done();
      };
      const snapshot = () => undefined;
      const listener = {
        started,
        events: done,
        best: done,
        predicted: done,
        checkpoint: done,
        snapshot,
      };
      const { signal } = new AbortController();
      await train({ experiment, data, backend, signal, listener });
      return elapsed(1, 'epoch');
    },
  };
}

const [, , backend, rows, workload = ''] = process.argv;
void serve(() => open(backend as BackendChoice, Number(rows), JSON.parse(workload) as MlpWorkload));
