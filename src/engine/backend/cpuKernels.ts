import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import {
  BatchMatMul,
  broadcast_util,
  broadcastTo,
  enableProdMode,
  getKernel,
  registerKernel,
  type KernelFunc,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core';

const { kernelFunc, ...matMul } = getKernel(BatchMatMul, 'cpu');
const repeatingMatMul = { ...matMul, kernelFunc: repeating(kernelFunc) };

/**
 * Registers the kernels of TensorFlow.js in plain JavaScript. Its product of many matrices pairs the
 * n-th ones, from the start again where a factor has fewer: with leading axes [2, 1] and [2, 3] it
 * would multiply the second one with the second one, not with the first. Ours repeats first.
 * @returns the version
 */
export function registerCpuKernels(): string {
  // Keeps TensorFlow.js from advertising tfjs-node, and from warning of the kernel that is replaced.
  enableProdMode();
  registerKernel(repeatingMatMul);
  return version_cpu;
}

function repeating(ofPairs: KernelFunc): KernelFunc {
  return ({ inputs, ...rest }) => {
    const { a, b } = inputs as NamedTensorMap;
    if (!a || !b) throw new Error(`${BatchMatMul} lacks a factor`);
    const [ofA, ofB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
    const leading = broadcast_util.assertAndGetBroadcastShape(ofA, ofB);
    const whole = (factor: Tensor): Tensor =>
      broadcastTo(factor, [...leading, ...factor.shape.slice(-2)]);
    const factors = { a: whole(a), b: whole(b) };
    const product = ofPairs({ inputs: factors, ...rest });
    factors.a.dispose();
    factors.b.dispose();
    return product;
  };
}
