import type { BackendChoice } from '../../src/shared/messages';
import { experimentFor } from '../models/experiment';
import { buildNetwork } from '../models/network';
import { randomData, uniform } from '../models/randomData';
import type { Workload } from '../models/workload';
import { serve } from './serve';
import { stepRounds } from './stepRounds';

const [, , backend, json = ''] = process.argv;

/** As many steps a round as the workload says. */
void serve(() => {
  const workload = JSON.parse(json) as Workload;
  const { batch, steps } = workload;
  const data = randomData(workload, batch * steps);
  const model = buildNetwork(workload, data.encoding);
  return stepRounds({
    ...{ backend: backend as BackendChoice, experiment: experimentFor(workload) },
    ...{ model, data, steps, parameters: uniform(model.layout.size, 0.1) },
  });
});
