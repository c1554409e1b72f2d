import {
  add,
  concat,
  engine,
  keep,
  minimum,
  reshape,
  scalar,
  stack,
  sub,
  sum,
  zerosLike,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { messageOf, MtlError } from '../../../shared/errors';
import { t } from '../../../shared/l10n';
import type { TensorSpec } from '../../backend/program';
import type { ForwardPass, Model, TrainingInputs } from '../../model/model';
import type { ParameterLayout, Weights } from '../../model/parameters';
import type { BatchLabels, Columns } from '../columns';
import { meanLoss } from '../losses';
import { reportedOutput } from '../tokenLosses';

/** A training pass over one batch. */
export interface LossPass {
  /** Each task's mean loss over its labelled rows, in order; 0 for a task without a label. */
  readonly losses: readonly Scalar[];
  /** What is reported of each task's outputs. */
  readonly outputs: readonly Tensor[];
  readonly penalty: Scalar | undefined;
}

/** A model's losses on a batch that is given in the order of `columns.specs`. */
export function lossPass(
  model: Model,
  columns: Columns,
  weights: Weights,
  batch: readonly Tensor[],
  training: TrainingInputs | undefined,
): LossPass {
  const { modelInputs, labels } = columns.read(batch, training);
  return labelled(labels, model.forward(modelInputs, weights, training));
}

/** The losses of a forward pass. */
export function labelled(
  labels: readonly BatchLabels[],
  { outputs, penalty }: ForwardPass,
): LossPass {
  const losses = labels.map(({ rowLosses, mask }, index) =>
    meanLoss(rowLosses(at(outputs, index)), mask),
  );
  const reported = labels.map(({ task }, index) => reportedOutput(task, at(outputs, index)));
  return { losses, outputs: reported, penalty };
}

/** 1 for tasks that have a label in the batch, otherwise 0, [K]; undefined when all always have. */
export function presentTasks(labels: readonly BatchLabels[]): Tensor1D | undefined {
  if (labels.every(({ mask }) => mask === undefined)) return undefined;
  return stack(labels.map(({ mask }) => (mask ? minimum(sum(mask), 1) : scalar(1)))) as Tensor1D;
}

/** `losses` with 1, whose logarithm is 0, instead of 0 for tasks without a label in the batch. */
export function withoutAbsent(losses: Tensor1D, present: Tensor1D | undefined): Tensor1D {
  return present ? add(losses, sub(1, present)) : losses;
}

/**
 * Gradients of `objective` by each of `tensors`: zeros for those that it does not depend on.
 * (`grads` of TensorFlow.js refuses those.)
 * @throws MtlError of kind `experiment` when an operation, which an own model chose, has no gradient
 */
export function gradientsBy(tensors: readonly Tensor[], objective: () => Scalar): Tensor[] {
  try {
    const { grads } = engine().gradients(objective, [...tensors], null as never, true);
    return tensors.map((tensor, index) => (grads[index] as Tensor | null) ?? zerosLike(tensor));
  } catch (error) {
    throw explainGradientError(error);
  }
}

/** Names the operation, where TensorFlow.js has no gradient of one; what else is thrown stays as it is. */
function explainGradientError(error: unknown): unknown {
  const [, operation] = /gradient function not found for (\w+)/.exec(messageOf(error)) ?? [];
  if (operation === undefined || error instanceof MtlError) return error;
  return new MtlError(
    {
      kind: 'experiment',
      code: 'no-gradient',
      message: t`The operation ${operation} has no gradient in TensorFlow.js, so nothing before it can learn.`,
      hint: t`Replace the operation; mtl-lab.d.ts declares those that are compiled.`,
    },
    { cause: error },
  );
}

/**
 * Each task's gradients by tensors of its own choice, and the pass that they come from: every task's
 * pass is the same one, and a compiled step writes it once.
 */
export function gradientsByTask(
  taskNames: readonly string[],
  tensorsOf: (task: string) => readonly Tensor[],
  forward: () => LossPass,
): { readonly pass: LossPass; readonly gradients: readonly (readonly Tensor[])[] } {
  let pass: LossPass | undefined;
  const gradients = taskNames.map((task, index) =>
    gradientsBy(tensorsOf(task), () => {
      const made = forward();
      if (!pass) {
        pass = made;
        keepAll([...made.losses, ...made.outputs]);
      }
      return at(made.losses, index);
    }),
  );
  if (!pass) throw new Error('a model without tasks has no gradients');
  return { pass, gradients };
}

/** Keeps tensors that are made inside of a gradient from being disposed with it. */
export function keepAll<Items extends readonly Tensor[]>(tensors: Items): Items {
  tensors.forEach((tensor) => keep(tensor));
  return tensors;
}

/** The weights that a task owns, or that all share when `task` is undefined, in the layout's order. */
export function weightsOf(
  { parameters }: ParameterLayout,
  weights: Weights,
  task: string | undefined,
): Tensor[] {
  return parameters.flatMap(({ name, task: owner }) =>
    owner === task ? (weights.get(name) ?? []) : [],
  );
}

/** The elements of all tensors, one after the other. */
export function flatten(tensors: readonly Tensor[]): Tensor1D {
  return concat(tensors.map((tensor): Tensor1D => reshape(tensor, [tensor.size])));
}

/** Gradients by each task's own weights, a list a task, flat in the order of the layout. */
export function ownInOrder(
  { owners }: ParameterLayout,
  taskNames: readonly string[],
  gradients: readonly (readonly Tensor[])[],
): Tensor1D {
  return flatten(owners.flatMap((owner) => at(gradients, taskNames.indexOf(owner))));
}

export function plus(objective: Scalar, penalty: Scalar | undefined): Scalar {
  return penalty ? add(objective, penalty) : objective;
}

/** Step inputs of a stochastic model; none otherwise. */
export function trainingSpecs({ isStochastic }: Model): readonly TensorSpec[] {
  if (!isStochastic) return [];
  return [{ name: 'randomKey', shape: [2], dtype: 'int32' }, floats('epoch', [])];
}

/** The inputs that `trainingSpecs` names, at the end of a step's inputs. */
export function readTraining(
  { isStochastic }: Model,
  inputs: readonly Tensor[],
): TrainingInputs | undefined {
  if (!isStochastic) return undefined;
  const [key, epoch] = inputs.slice(-2);
  return { key: key as Tensor1D, epoch: epoch as Scalar };
}

export function floats(name: string, shape: readonly number[]): TensorSpec {
  return { name, shape, dtype: 'float32' };
}

export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index}`);
  return item;
}
