import { add, mul, sigmoid, softmax, type Tensor } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { ProgramSpec } from '../backend/program';
import { inputColumns } from './inputs';
import type { Model } from './model';

/**
 * A pass from a model's inputs, see `inputColumns`, to what a person asks for, see {@link prediction}.
 * State: the weights, in the order of the layout. Outputs: the tasks' predictions.
 */
export function predictionPass(model: Model, encoding: Encoding, batchSize: number): ProgramSpec {
  const { parameters } = model.layout;
  return {
    name: 'prediction',
    batchSize,
    state: parameters.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    columns: inputColumns(encoding),
    stepInputs: [],
    step({ state, batch }) {
      const weights = new Map(parameters.map(({ name }, index) => [name, state[index] as Tensor]));
      const { outputs } = model.forward(batch, weights);
      return {
        state,
        outputs: encoding.tasks.map((task, index) => prediction(task, outputs[index] as Tensor)),
      };
    },
  };
}

/**
 * A head's raw output, [batch, outputs], as a prediction: the value in the target's own units,
 * [batch, 1]; the probability of the positive class, [batch, 1]; the probabilities of the classes,
 * [batch, classes], or those of each token, [batch, tokens, classes].
 */
function prediction({ spec, shift, scale }: EncodedTask, output: Tensor): Tensor {
  switch (spec.type) {
    case 'regression':
      return add(mul(output, scale), shift);
    case 'binary':
      return sigmoid(output);
    case 'multiclass':
    case 'tagging':
    case 'sequence':
      return softmax(output);
  }
}
