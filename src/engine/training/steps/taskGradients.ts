import {
  concat,
  mul,
  reshape,
  slice,
  stack,
  sub,
  unstack,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../../backend/program';
import type { Model, TrainingInputs } from '../../model/model';
import type { Columns } from '../columns';
import {
  flatten,
  floats,
  gradientsBy,
  gradientsByTask,
  lossPass,
  ownInOrder,
  readTraining,
  trainingSpecs,
  weightsOf,
} from './passes';

/**
 * Each task's own gradient on a batch, without an update. State: parameters. Step inputs:
 * the size of a look-ahead step [] where one is asked for, `trainingSpecs`. Outputs: losses [K]; each
 * task's gradient by the shared parameters, [K, shared]; each task's gradient by its own parameters,
 * in the order of the layout, [parameters - shared]; with look-ahead all losses after a step of gradient
 * descent on the shared parameters for each task, [K, K], a row a task that took the step; each
 * task's raw outputs; the penalty's gradient by all parameters, where the model has a penalty.
 */
export function taskGradients(
  model: Model,
  columns: Columns,
  batchSize: number,
  lookAhead = false,
): ProgramSpec {
  return {
    name: 'task gradients',
    batchSize,
    state: [floats('parameters', [model.layout.size])],
    columns: columns.specs,
    stepInputs: [...(lookAhead ? [floats('stepSize', [])] : []), ...trainingSpecs(model)],
    step({ state, batch, inputs }) {
      const theta = state[0] as Tensor1D;
      const training = readTraining(model, inputs);
      const made = differentiate(model, columns, theta, batch, training);
      const ahead = lookAhead
        ? [lossesAhead(model, columns, theta, batch, training, made.shared, inputs[0] as Scalar)]
        : [];
      const { losses, outputs } = made.pass;
      const penalty = made.penalty ? [made.penalty] : [];
      return {
        state: [theta],
        outputs: [stack([...losses]), made.shared, made.own, ...ahead, ...outputs, ...penalty],
      };
    },
  };
}

/** One pass and, by each task's loss, the gradients of the weights that the task may move. */
function differentiate(
  model: Model,
  columns: Columns,
  theta: Tensor1D,
  batch: readonly Tensor[],
  training: TrainingInputs | undefined,
) {
  const { layout } = model;
  const weights = layout.weights(theta);
  const forward = () => lossPass(model, columns, weights, batch, training);
  const shared = weightsOf(layout, weights, undefined);
  const { pass, gradients } = gradientsByTask(
    columns.taskNames,
    (task) => [...shared, ...weightsOf(layout, weights, task)],
    forward,
  );
  const { penalty } = pass;
  return {
    pass,
    shared: rows(gradients.map((each) => each.slice(0, shared.length))),
    own: ownInOrder(
      layout,
      columns.taskNames,
      gradients.map((each) => each.slice(shared.length)),
    ),
    penalty:
      penalty && flatten(gradientsBy([...weights.values()], () => forward().penalty ?? penalty)),
  };
}

/** The elements of each list of tensors as a row. One concatenation: each is a pass over them all. */
function rows(lists: readonly (readonly Tensor[])[]): Tensor2D {
  return reshape(flatten(lists.flat()), [lists.length, -1]);
}

/** The losses when a task's gradient alone has moved the shared parameters, for each task. */
function lossesAhead(
  model: Model,
  columns: Columns,
  theta: Tensor1D,
  batch: readonly Tensor[],
  training: TrainingInputs | undefined,
  gradients: Tensor2D,
  stepSize: Scalar,
): Tensor {
  const { layout } = model;
  const shared = slice(theta, 0, layout.sharedSize);
  const own = slice(theta, layout.sharedSize);
  const losses = unstack(gradients).map((gradient) => {
    const moved: Tensor1D = concat([sub(shared, mul(gradient, stepSize)), own]);
    return stack([...lossPass(model, columns, layout.weights(moved), batch, training).losses]);
  });
  return stack(losses);
}
