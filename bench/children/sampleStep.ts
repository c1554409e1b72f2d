import { loadData } from '../../src/engine/data/loadData';
import { buildModel } from '../../src/engine/model/buildModel';
import { initialWeights } from '../../src/engine/model/initialWeights';
import { readExperiment } from '../../src/session/loadExperiment';
import type { BackendChoice } from '../../src/shared/messages';
import { serve } from './serve';
import { stepRounds } from './stepRounds';

const [, , backend, file = '', steps] = process.argv;

/** Steps of an experiment file's model on its own data. */
void serve(async () => {
  const source = await readExperiment(file);
  const { experiment } = source;
  const data = await loadData(source);
  const model = buildModel(experiment.model, data.encoding);
  const parameters = initialWeights(model.layout, experiment.training.seed);
  const rounds = { experiment, model, data, parameters, steps: Number(steps) };
  return stepRounds({ backend: backend as BackendChoice, ...rounds });
});
