import { engine } from '@tensorflow/tfjs-core';
// The tensors' methods that the gradients of `prod` and of `gather` with batch dimensions call.
import '@tensorflow/tfjs-core/dist/public/chained_ops/reshape';
import '@tensorflow/tfjs-core/dist/public/chained_ops/slice';
import '@tensorflow/tfjs-core/dist/public/chained_ops/split';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { registerMatMulGradient } from './matMulGradient';
import './zeroGradients';

registerMatMulGradient();

/**
 * Runs TensorFlow.js code on a registered backend, disposes the tensors that it made, and makes the
 * backend active again that was active before.
 */
export function runOn<Result>(backendName: string, code: () => Result): Result {
  const tfjs = engine();
  const previous: string | undefined = tfjs.backendName;
  activate(backendName);
  tfjs.startScope();
  try {
    return code();
  } finally {
    tfjs.endScope();
    if (previous) activate(previous);
  }
}

function activate(backendName: string): void {
  const tfjs = engine();
  if (tfjs.backendName === backendName) return;
  // Backends that are created synchronously, as all of ours, are active when this call returns.
  void tfjs.setBackend(backendName);
}
