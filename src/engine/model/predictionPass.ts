import {
  add,
  cast,
  expandDims,
  mul,
  notEqual,
  sigmoid,
  softmax,
  zeros,
  type Rank,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { ProgramSpec, TensorSpec } from '../backend/program';
import { predictedBoxes } from './boxes';
import { featureColumns, inputsOf, writtenInput } from './inputs';
import type { Model } from './model';
import type { Weights } from './parameters';

/** The tasks that one pass answers, in order: all but those that write texts. */
export function answeredTasks({ tasks }: Encoding): readonly EncodedTask[] {
  return tasks.filter(({ text }) => !text);
}

/**
 * A pass from a model's features, see `featureColumns`, to what a person asks for, see
 * {@link prediction}.
 *
 * State: the weights, in the order of the layout. Outputs: of each of {@link answeredTasks}.
 */
export function predictionPass(model: Model, encoding: Encoding, batchSize: number): ProgramSpec {
  return {
    name: 'prediction',
    batchSize,
    state: weightState(model),
    columns: featureColumns(encoding),
    stepInputs: [],
    step({ state, batch }) {
      const nothing = encoding.tasks
        .flatMap(writtenInput)
        .map(({ shape }) => zeros<Rank>([batchSize, ...shape]));
      const { outputs } = model.forward([...batch, ...nothing], stateWeights(model, state));
      return {
        state,
        outputs: answeredTasks(encoding).map((task) => {
          const output = outputs[encoding.tasks.indexOf(task)] as Tensor;
          return prediction(task, output, textMask(encoding, task, batch));
        }),
      };
    },
  };
}

/** A program's state of all weights, in the order of the layout. */
export function weightState({ layout }: Pick<Model, 'layout'>): readonly TensorSpec[] {
  return layout.parameters.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
}

/** The weights of a step's state, see {@link weightState}. */
export function stateWeights({ layout }: Pick<Model, 'layout'>, state: readonly Tensor[]): Weights {
  return new Map(layout.parameters.map(({ name }, index) => [name, state[index] as Tensor]));
}

/**
 * A head's raw output, [batch, ...outputShape], as a prediction: the value in the target's own units,
 * [batch, 1]; the probability of the positive class, [batch, 1]; the probabilities of the classes,
 * [batch, classes], of each pixel, or of each label by itself; boxes and the probabilities of their
 * classes, see {@link predictedBoxes}; the probabilities of the classes of each token,
 * [batch, tokens, classes], 0 for padding.
 */
function prediction(
  { spec, shift, scale }: EncodedTask,
  output: Tensor,
  mask: Tensor | undefined,
): Tensor {
  switch (spec.type) {
    case 'regression':
      return add(mul(output, scale), shift);
    case 'binary':
      return sigmoid(output);
    case 'multiclass':
    case 'segmentation':
      return softmax(output);
    case 'multilabel':
      return sigmoid(output);
    case 'detection':
      return predictedBoxes(output);
    case 'tagging':
    case 'sequence':
      return mask ? mul(softmax(output), mask) : softmax(output);
  }
}

/** 1 for the tokens that a task labels, 0 for padding, [batch, tokens, 1]. */
function textMask(
  encoding: Encoding,
  { spec, feature }: EncodedTask,
  batch: readonly Tensor[],
): Tensor | undefined {
  const place = inputsOf(encoding).findIndex((input) => input.feature === feature);
  const ids = spec.type === 'tagging' ? batch[place] : undefined;
  return ids && expandDims(cast(notEqual(ids, 0), 'float32'), 2);
}
