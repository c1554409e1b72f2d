import {
  grad,
  mul,
  stack,
  zeros,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../../backend/program';
import type { LossMethod, ObjectiveInputs } from '../../balancing/lossMethod';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import type { Optimizer } from '../optimizers';
import {
  floats,
  gradientsBy,
  keepAll,
  lossPass,
  plus,
  presentTasks,
  readTraining,
  trainingSpecs,
  withoutAbsent,
} from './passes';

/** What a step that balances by losses is made of. */
export interface JointParts {
  readonly model: Model;
  readonly columns: Columns;
  readonly optimizer: Optimizer;
  /** The same without weight decay, for what the method trains. */
  readonly plainOptimizer: Optimizer;
  readonly method: LossMethod;
}

/**
 * One joint step: the gradient of the method's objective and the model's penalty by all parameters
 * at once, then the optimiser. State: parameters, optimiser slots; what the method trains and its
 * slots; the method's vectors. Step inputs: the method's numbers, the optimiser's coefficients,
 * `trainingSpecs`. Outputs: losses [K], effective weights [K], then each task's raw outputs [batch,
 * outputs], all before the update.
 */
export function jointStep(parts: JointParts, batchSize: number): ProgramSpec {
  const { model, columns, optimizer, method } = parts;
  const { size } = model.layout;
  const tasks = columns.tasks;
  const trains = method.trained.length > 0;
  const slots = ['parameters', ...optimizer.slots];
  return {
    name: 'joint step',
    batchSize,
    state: [
      ...slots.map((name) => floats(name, [size])),
      ...(trains ? slots.map((name) => floats(`balancing/${name}`, [tasks])) : []),
      ...method.state.map((_, index) => floats(`balancing/state${index}`, [tasks])),
    ],
    columns: columns.specs,
    stepInputs: [
      ...(method.numbers > 0 ? [floats('numbers', [method.numbers])] : []),
      ...optimizer.coefficientNames.map((name) => floats(name, [])),
      ...trainingSpecs(model),
    ],
    step: ({ state, batch, inputs }) =>
      takeJointStep(parts, state as Tensor1D[], batch, [...inputs]),
  };
}

function takeJointStep(
  parts: JointParts,
  state: readonly Tensor1D[],
  batch: readonly Tensor[],
  inputs: Tensor[],
) {
  const { model, columns, optimizer, plainOptimizer, method } = parts;
  const rest = [...state];
  const take = (count: number) => rest.splice(0, count);
  const [theta, ...slots] = take(1 + optimizer.slots.length);
  const [trained, ...trainedSlots] =
    method.trained.length > 0 ? take(1 + optimizer.slots.length) : [];
  if (!theta) throw new Error('the step was given no parameters');
  const numbers = method.numbers > 0 ? (inputs.shift() as Tensor1D) : undefined;
  const coefficients = inputs.slice(0, optimizer.coefficientNames.length) as Scalar[];
  const training = readTraining(model, inputs);
  const present = presentTasks(columns.read(batch).labels);
  const none = zeros<Rank.R1>([0]);
  const given: ObjectiveInputs = {
    trained: trained ?? none,
    numbers: numbers ?? none,
    state: rest,
  };
  const objective = (losses: Tensor1D): Scalar =>
    method.objective(withoutAbsent(losses, present), given);
  const pass = (parameters: Tensor1D) => {
    const made = lossPass(model, columns, model.layout.weights(parameters), batch, training);
    return { ...made, losses: stack([...made.losses]) as Tensor1D };
  };
  let kept: ReturnType<typeof pass> | undefined;
  const [gradient, trainedGradient] = gradientsBy([theta, ...(trained ? [trained] : [])], () => {
    kept = pass(theta);
    keepAll([kept.losses, ...kept.outputs]);
    return plus(objective(kept.losses), kept.penalty);
  });
  if (!kept) throw new Error('the step made no losses');
  const { losses, outputs } = kept;
  const weights = grad((each: Tensor) => objective(each as Tensor1D))(losses);
  const next = optimizer.update(theta, gradient as Tensor1D, slots, coefficients);
  const nextTrained =
    trained &&
    plainOptimizer.update(
      trained,
      present ? mul(trainedGradient as Tensor1D, present) : (trainedGradient as Tensor1D),
      trainedSlots,
      coefficients,
    );
  const vectors = method.afterStep?.(losses, pass(next.theta).losses, given) ?? given.state;
  return {
    state: [
      next.theta,
      ...next.slots,
      ...(nextTrained ? [nextTrained.theta, ...nextTrained.slots] : []),
      ...vectors,
    ],
    outputs: [losses, weights, ...outputs],
  };
}
