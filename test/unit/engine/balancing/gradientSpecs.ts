import schema from '../../../../media/experiment.schema.json';
import type { GradientBalancingSpec } from '../../../../src/shared/balancingSpec';
import type { BalancingSpec } from '../../../../src/shared/experiment';
import { parseExperiment } from '../../../../src/shared/parseExperiment';

export const methodNames = schema.definitions.balancing.properties.method.enum;

/** A method as the experiment file has it when only its name is given. */
export function defaultSpec(method: string): BalancingSpec {
  const text = JSON.stringify({
    data: { train: 'table.csv' },
    tasks: {
      task0: { type: 'regression', target: 'a' },
      task1: { type: 'regression', target: 'b' },
    },
    balancing: { method, ...(method === 'fixed' && { weights: { task0: 1, task1: 1 } }) },
  });
  return parseExperiment(text, 'test.mtl.json').balancing;
}

/** Every method of gradients, with its defaults. */
export const gradientSpecs: readonly GradientBalancingSpec[] = methodNames.flatMap((name) => {
  const spec = defaultSpec(name);
  return 'rescale' in spec ? [spec] : [];
});
