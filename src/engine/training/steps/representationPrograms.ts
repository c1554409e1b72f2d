import {
  add,
  concat,
  mul,
  sign,
  stack,
  sum,
  zeros,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../../backend/program';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import type { Optimizer } from '../optimizers';
import {
  flatten,
  floats,
  gradientsBy,
  gradientsByTask,
  labelled,
  ownInOrder,
  plus,
  readTraining,
  trainingSpecs,
  weightsOf,
} from './passes';

/** A model whose tasks see nothing but one representation. */
export interface RepresentedModel extends Model {
  readonly representation: NonNullable<Model['representation']>;
}

/**
 * Each task's gradient by the shared representation, [batch, units], without an update: one pass of
 * the shared part, a backward pass of each head. State: parameters. Step inputs: `trainingSpecs`.
 * Outputs: losses [K]; the gradients' sums over the batch, [K, units], of sign(z) ∘ gradient where
 * `signed`; the gradients themselves, [K, batch, units]; each task's gradient by its own parameters,
 * in the order of the layout; each task's raw outputs.
 */
export function representationGradients(
  model: RepresentedModel,
  columns: Columns,
  batchSize: number,
  signed: boolean,
): ProgramSpec {
  return {
    name: 'representation gradients',
    batchSize,
    state: [floats('parameters', [model.layout.size])],
    columns: columns.specs,
    stepInputs: trainingSpecs(model),
    step({ state, batch, inputs }) {
      const theta = state[0] as Tensor1D;
      const training = readTraining(model, inputs);
      const { modelInputs, labels } = columns.read(batch, training);
      const { encode, decode } = model.representation;
      const weights = model.layout.weights(theta);
      const z = encode(modelInputs, weights, training);
      const { pass, gradients } = gradientsByTask(
        columns.taskNames,
        (task) => [z, ...weightsOf(model.layout, weights, task)],
        () => labelled(labels, decode(z, weights, training)),
      );
      const byExample = gradients.map(([first]) => first as Tensor2D);
      const observed = byExample.map((each) => sum(signed ? mul(sign(z), each) : each, 0));
      const own = ownInOrder(
        model.layout,
        columns.taskNames,
        gradients.map(([, ...rest]) => rest),
      );
      return {
        state: [theta],
        outputs: [stack([...pass.losses]), stack(observed), stack(byExample), own, ...pass.outputs],
      };
    },
  };
}

/**
 * The update by a gradient of the representation. State: parameters, optimiser slots. Step inputs:
 * the gradient [batch, units]; the gradient by the tasks' own parameters, [parameters - shared]; the
 * optimiser's coefficients; `trainingSpecs`. No outputs.
 */
export function representationUpdate(
  model: RepresentedModel,
  columns: Columns,
  optimizer: Optimizer,
  batchSize: number,
  units: number,
): ProgramSpec {
  const { size, sharedSize } = model.layout;
  return {
    name: 'representation update',
    batchSize,
    state: ['parameters', ...optimizer.slots].map((name) => floats(name, [size])),
    columns: columns.specs,
    stepInputs: [
      floats('representationGradient', [batchSize, units]),
      floats('ownGradient', [size - sharedSize]),
      ...optimizer.coefficientNames.map((name) => floats(name, [])),
      ...trainingSpecs(model),
    ],
    step({ state, batch, inputs }) {
      const [theta, ...slots] = state as Tensor1D[];
      if (!theta) throw new Error('the step was given no parameters');
      const [byRepresentation, own, ...rest] = inputs;
      const coefficients = rest.slice(0, optimizer.coefficientNames.length) as Scalar[];
      const training = readTraining(model, inputs);
      const { encode, decode } = model.representation;
      const weights = model.layout.weights(theta);
      const { modelInputs } = columns.read(batch);
      const byWeights = gradientsBy([...weights.values()], () => {
        const z = encode(modelInputs, weights, training);
        const { penalty } = decode(z, weights, training);
        return plus(sum(mul(z, byRepresentation as Tensor)), penalty);
      });
      const ownPart = concat([zeros([sharedSize]), own as Tensor1D]);
      const gradient: Tensor1D = add(flatten(byWeights), ownPart);
      const next = optimizer.update(theta, gradient, slots, coefficients);
      return { state: [next.theta, ...next.slots], outputs: [] };
    },
  };
}
