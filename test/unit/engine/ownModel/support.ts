import { join } from 'node:path';
import { openModule } from '../../../../src/engine/ownModel/openModule';
import type { OwnModule } from '../../../../src/engine/ownModel/ownModule';
import { parseExperiment, type ExperimentSource } from '../../../../src/shared/parseExperiment';
import { folderWith } from '../data/support';

/** The layers of `experimentWith`, as a module of one's own. */
export const sameLayers = `
import type { Lab, Tensor, Task } from './mtl-lab';
export function shared(lab: Lab, inputs: { features: Tensor }): Tensor {
  return lab.dense('dense0', inputs.features, 8, { activation: 'relu' });
}
export function head(lab: Lab, x: Tensor, task: Task): Tensor {
  return lab.dense('output', lab.dense('dense0', x, 4, { activation: 'tanh' }), task.outputs);
}
`;

/** The model of an experiment with a module. */
export const ownSpec = {
  architecture: 'module',
  module: './model.ts',
  shared: [],
  heads: { default: [] },
} as const;

/** Text of an experiment with the tasks of `syntheticTasks` and the module `model.ts`. */
const experimentText = `{
  "data": { "train": "train.csv" },
  "tasks": {
    "value": { "type": "regression", "target": "y", "scale": "none", "metrics": ["rmse", "worst_error"] },
    "sign": { "type": "binary", "target": "z" }
  },
  "model": { "module": "./model.ts" }
}`;

/** An experiment with an own model, in a folder of its own, which is gone after the test. */
export function moduleSource(
  model: string,
  { files = {}, metrics = '["rmse"]' } = {},
): ExperimentSource {
  const folder = folderWith({ 'model.ts': model, ...files });
  const file = join(folder, 'own.mtl.json');
  const text = experimentText.replace('["rmse", "worst_error"]', metrics);
  return { file, text, experiment: parseExperiment(text, file) };
}

/** The module of {@link moduleSource}, evaluated. */
export async function open(...source: Parameters<typeof moduleSource>): Promise<OwnModule> {
  return (await openModule(moduleSource(...source)))!;
}
