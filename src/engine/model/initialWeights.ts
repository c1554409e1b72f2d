import { sizeOf } from '../../shared/shape';
import { deriveSeed, Random } from '../../shared/random';
import type { ParameterLayout, ParameterSpec } from './parameters';

/**
 * Starting values of all parameters, [layout.size], as each one's `initial` says. Random values
 * depend on the seed and the weight's name only, so adding a task leaves the other weights as they
 * were.
 */
export function initialWeights(layout: ParameterLayout, seed: number): Float32Array {
  const theta = new Float32Array(layout.size);
  let offset = 0;
  for (const parameter of layout.parameters) {
    const size = sizeOf(parameter.shape);
    fill(theta.subarray(offset, offset + size), parameter, seed);
    offset += size;
  }
  return theta;
}

function fill(values: Float32Array, { name, shape, initial }: ParameterSpec, seed: number): void {
  if (typeof initial === 'number') {
    values.fill(initial);
  } else if (initial instanceof Array) {
    values.set(initial);
  } else {
    const limit = initial === 'glorot' ? glorotLimit(shape) : initial.limit;
    const random = new Random(deriveSeed(seed, 'initial weights', name));
    for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
  }
}

/** @param shape [..., in, out]: a kernel for each place of a window */
function glorotLimit(shape: readonly number[]): number {
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  return Math.sqrt(6 / (sizeOf(shape.slice(0, -2)) * (inputs + outputs)));
}
