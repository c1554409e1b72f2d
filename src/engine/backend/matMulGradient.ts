import {
  BatchMatMul,
  broadcast_util,
  getGradient,
  registerGradient,
  reshape,
  sum,
  type GradFunc,
  type Tensor,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

const { gradFunc, ...inputs } = getGradient(BatchMatMul);
const summing = { ...inputs, gradFunc: summed(gradFunc) };

/**
 * Registers the gradient of a product of many matrices. Where leading axes are broadcast,
 * TensorFlow.js's has the shape of the product, not of the factor: it lacks the sum over what the
 * factor was repeated for.
 */
export function registerMatMulGradient(): void {
  registerGradient(summing);
}

function summed(ofProduct: GradFunc): GradFunc {
  return (dy, saved, attributes) => {
    const gradients = ofProduct(dy, saved, attributes);
    const [a, b] = saved;
    return Object.fromEntries(
      Object.entries({ a, b }).map(([name, factor]) => [
        name,
        () => sumTo(gradients[name]?.() as Tensor, factor?.shape ?? []),
      ]),
    );
  };
}

/** Sums over the axes along which a tensor of that shape is repeated. */
function sumTo(repeated: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, repeated.shape);
  return axes.length === 0 ? repeated : reshape(sum(repeated, axes), shape);
}
