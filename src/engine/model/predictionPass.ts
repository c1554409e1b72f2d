import {
  add,
  cast,
  expandDims,
  mul,
  notEqual,
  sigmoid,
  softmax,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { ProgramSpec } from '../backend/program';
import { MtlError } from '../../shared/errors';
import { predictedBoxes } from './boxes';
import { inputColumns, inputsOf } from './inputs';
import type { Model } from './model';
import { t } from '../../shared/l10n';

/**
 * A pass from a model's inputs, see `inputColumns`, to what a person asks for, see {@link prediction}.
 * @throws MtlError of kind `usage` where a task writes texts, which takes a pass a token
 *
 * State: the weights, in the order of the layout. Outputs: the tasks' predictions.
 */
export function predictionPass(model: Model, encoding: Encoding, batchSize: number): ProgramSpec {
  const { parameters } = model.layout;
  const writer = encoding.tasks.find(({ text }) => text);
  if (writer) throw writesTexts(writer.name);
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
        outputs: encoding.tasks.map((task, index) =>
          prediction(task, outputs[index] as Tensor, textMask(encoding, task, batch)),
        ),
      };
    },
  };
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
  { feature }: EncodedTask,
  batch: readonly Tensor[],
): Tensor | undefined {
  const place = inputsOf(encoding).findIndex((input) => input.feature === feature);
  const ids = feature === undefined ? undefined : batch[place];
  return ids && expandDims(cast(notEqual(ids, 0), 'float32'), 2);
}

function writesTexts(task: string): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'writes-texts',
    message: t`'${task}' writes texts, token by token: such a model can be trained and tested, but not yet exported or asked.`,
    hint: t`Train without this task for a model to export.`,
  });
}
