import { deriveSeed, Random } from '../../shared/random';
import type { ParameterLayout } from './parameters';

/**
 * Starting values of all parameters, [layout.size]: kernels uniform in ±√(6 / (in + out))
 * (Glorot & Bengio, AISTATS 2010), biases 0. A weight's values depend on the seed and its name
 * only, so adding a task leaves the other weights as they were.
 */
export function initialWeights(layout: ParameterLayout, seed: number): Float32Array {
  const theta = new Float32Array(layout.size);
  let offset = 0;
  for (const { name, shape } of layout.parameters) {
    const [inputs, outputs] = shape;
    if (inputs === undefined) throw new Error(`parameter ${name} has no shape`);
    if (outputs === undefined) {
      offset += inputs;
      continue;
    }
    const random = new Random(deriveSeed(seed, 'initial weights', name));
    const limit = Math.sqrt(6 / (inputs + outputs));
    const end = offset + inputs * outputs;
    for (; offset < end; offset++) theta[offset] = (2 * random.uniform() - 1) * limit;
  }
  return theta;
}
