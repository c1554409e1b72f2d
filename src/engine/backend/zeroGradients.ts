import { registerGradient, zeros, type Tensor } from '@tensorflow/tfjs-core';

const ofTwo = [
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'],
  ...['LogicalAnd', 'LogicalOr'],
];
const ofOne = ['LogicalNot', 'IsNan', 'IsInf', 'IsFinite'];

// The gradient of what has steps only is 0. TensorFlow.js has none, and so refuses conditions of
// `where` that are computed from what is learned.
register(ofTwo, ['a', 'b']);
register(ofOne, ['x']);

function register(kernelNames: readonly string[], inputs: readonly string[]): void {
  for (const kernelName of kernelNames) {
    registerGradient({
      kernelName,
      inputsToSave: [...inputs],
      gradFunc: (_, saved: Tensor[]) =>
        Object.fromEntries(
          inputs.map((input, index) => [input, () => zeros(saved[index]?.shape ?? [])]),
        ),
    });
  }
}
