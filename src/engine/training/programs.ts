import {
  add,
  grad,
  keep,
  mul,
  stack,
  sum,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { Backend, Program, ProgramSpec, TensorSpec } from '../backend/program';
import type { Model, TrainingInputs } from '../model/model';
import type { Columns } from './columns';
import { meanLoss, rowLosses } from './losses';
import type { Optimizer } from './optimizers';

/** Compiles a program for each batch size that occurs: the usual one and the last, smaller one. */
export class Programs {
  private readonly compiled = new Map<number, Promise<Program>>();

  constructor(
    private readonly backend: Backend,
    private readonly specFor: (batchSize: number) => ProgramSpec,
  ) {}

  forBatch(batchSize: number): Promise<Program> {
    const known = this.compiled.get(batchSize);
    if (known) return known;
    const program = this.backend.compile(this.specFor(batchSize));
    this.compiled.set(batchSize, program);
    return program;
  }

  async dispose(): Promise<void> {
    const programs = await Promise.allSettled(this.compiled.values());
    this.compiled.clear();
    for (const program of programs) {
      if (program.status === 'fulfilled') await program.value.dispose();
    }
  }
}

/**
 * One joint step: the gradient of Σ w_k L_k + L2 by all parameters at once, then the optimiser.
 * State: parameters, optimiser slots. Step inputs: task weights [tasks], the optimiser's
 * coefficients, and `trainingInputs` where the model is stochastic. Outputs: losses [tasks], then each
 * task's raw outputs [batch, outputs], all before the update.
 */
export function jointStep(
  model: Model,
  optimizer: Optimizer,
  columns: Columns,
  batchSize: number,
): ProgramSpec {
  const { size } = model.layout;
  return {
    name: 'joint step',
    batchSize,
    state: ['parameters', ...optimizer.slots].map((name) => floats(name, [size])),
    columns: columns.specs,
    stepInputs: [
      floats('taskWeights', [columns.tasks]),
      ...optimizer.coefficientNames.map((name) => floats(name, [])),
      ...(model.isStochastic ? trainingInputs : []),
    ],
    step({ state, batch, inputs }) {
      const [theta, ...slots] = state as Tensor1D[];
      if (!theta) throw new Error('the step was given no parameters');
      const taskWeights = inputs[0] as Tensor1D;
      const coefficients = inputs.slice(1, 1 + optimizer.coefficientNames.length) as Scalar[];
      const training = model.isStochastic ? readTraining(inputs.slice(-2)) : undefined;
      let outputs: Tensor[] = [];
      const objective = (parameters: Tensor): Scalar => {
        const pass = forwardPass(model, columns, parameters as Tensor1D, batch, training);
        outputs = [pass.losses, ...pass.outputs].map((tensor) => keep(tensor));
        const weighted: Scalar = sum(mul(pass.losses, taskWeights));
        return pass.penalty ? add(weighted, pass.penalty) : weighted;
      };
      const gradient = grad(objective)(theta) as Tensor1D;
      const next = optimizer.update(theta, gradient, slots, coefficients);
      return { state: [next.theta, ...next.slots], outputs };
    },
  };
}

/**
 * A pass without dropout or update. State: parameters. Outputs: each task's row losses [batch],
 * then each task's raw outputs [batch, outputs].
 */
export function evaluationPass(model: Model, columns: Columns, batchSize: number): ProgramSpec {
  return {
    name: 'evaluation',
    batchSize,
    state: [floats('parameters', [model.layout.size])],
    columns: columns.specs,
    stepInputs: [],
    step({ state, batch }) {
      const theta = state[0] as Tensor1D;
      const { features, labels } = columns.read(batch);
      const { outputs } = model.forward(features, model.layout.weights(theta));
      const losses = labels.map(({ task, target }, index) =>
        rowLosses(task, at(outputs, index), target),
      );
      return { state: [theta], outputs: [...losses, ...outputs] };
    },
  };
}

function forwardPass(
  model: Model,
  columns: Columns,
  theta: Tensor1D,
  batch: readonly Tensor[],
  training: TrainingInputs | undefined,
) {
  const { features, labels } = columns.read(batch);
  const weights = model.layout.weights(theta);
  const { outputs, penalty } = model.forward(features, weights, training);
  const losses = labels.map(({ task, target, mask }, index) =>
    meanLoss(rowLosses(task, at(outputs, index), target), mask),
  );
  return { losses: stack(losses) as Tensor1D, outputs, penalty };
}

/** Step inputs of a stochastic model. */
const trainingInputs: readonly TensorSpec[] = [
  { name: 'randomKey', shape: [2], dtype: 'int32' },
  { name: 'epoch', shape: [], dtype: 'float32' },
];

function readTraining([key, epoch]: readonly Tensor[]): TrainingInputs {
  return { key: key as Tensor1D, epoch: epoch as Scalar };
}

function floats(name: string, shape: readonly number[]): TensorSpec {
  return { name, shape, dtype: 'float32' };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index}`);
  return item;
}
