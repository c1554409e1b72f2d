import {
  add,
  concat,
  grad,
  mean,
  scalar,
  square,
  sub,
  type Scalar,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { Backend } from '../../../../src/engine/backend/program';
import type { Encoding } from '../../../../src/shared/encoding';
import { inputColumns } from '../../../../src/engine/model/inputs';
import type { Model, TrainingInputs } from '../../../../src/engine/model/model';
import type { TaskSpec } from '../../../../src/shared/experiment';
import type { ModelLayers, ModelSpec } from '../../../../src/shared/modelSpec';
import type { NamedTensor } from '../../../../src/shared/weights';
import { binary, encodedTask, regression } from '../support';

/** Numbers of features and tasks, as an encoding says them. @param shape of one picture instead */
export function encodingOf(
  width: number,
  tasks: Readonly<Record<string, TaskSpec>>,
  shape?: readonly number[],
): Encoding {
  const encodedTasks = Object.entries(tasks).map(([name, spec]) => encodedTask(name, spec));
  if (shape) {
    const picture = { type: 'image', shift: [0], scale: [1] } as const;
    const inputs = [{ name: 'picture', shape, dtype: 'float32', encoding: picture }] as const;
    return { width: 0, features: [], inputs, tasks: encodedTasks };
  }
  const encoding = { type: 'number', shift: 0, scale: 1, missing: 0 } as const;
  return {
    width,
    features: Array.from({ length: width }, (_, offset) => ({
      name: `x${offset}`,
      offset,
      width: 1,
      encoding,
    })),
    tasks: encodedTasks,
  };
}

export const regressions = (count: number): Readonly<Record<string, TaskSpec>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, regression]));
export const binaries = (count: number): Readonly<Record<string, TaskSpec>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, binary]));

const layers: ModelLayers = {
  shared: [
    { dense: 6, activation: 'tanh', l2: 0 },
    { dense: 6, activation: 'tanh', l2: 0 },
  ],
  heads: { default: [{ dense: 3, activation: 'tanh', l2: 0 }] },
};

/** Every architecture, with every one of its forms. */
export const everyArchitecture: Readonly<Record<string, ModelSpec>> = {
  'hard-sharing': { architecture: 'hard-sharing', ...layers },
  additive: { architecture: 'additive', ...layers, lambdaShared: 0.01, lambdaTask: 0.1 },
  'cross-stitch': { architecture: 'cross-stitch', ...layers, ownWeight: 0.9, perUnit: false },
  'cross-stitch per unit': {
    architecture: 'cross-stitch',
    ...layers,
    ownWeight: 0.9,
    perUnit: true,
  },
  sluice: { architecture: 'sluice', ...layers, subspaces: 2, ownWeight: 0.9, orthogonality: 0.1 },
  mmoe: { architecture: 'mmoe', ...layers, experts: 3, oneGate: false },
  omoe: { architecture: 'mmoe', ...layers, experts: 3, oneGate: true },
  cgc: { architecture: 'cgc', ...layers, sharedExperts: 2, taskExperts: 1 },
  ple: { architecture: 'ple', ...layers, sharedExperts: 1, taskExperts: 2, levels: 2 },
  mtan: { architecture: 'mtan', ...layers, maskUnits: 4 },
  'dselect-k': {
    architecture: 'dselect-k',
    ...layers,
    experts: 5,
    selectors: 2,
    gamma: 1,
    entropy: 0.01,
  },
  'learned-branching': {
    architecture: 'learned-branching',
    ...layers,
    temperature: 5,
    annealing: 0.5,
  },
  film: { architecture: 'film', ...layers },
  'bottleneck adapters': {
    architecture: 'adapters',
    ...layers,
    adapter: 'bottleneck',
    rank: 2,
  },
  'low-rank adapters': { architecture: 'adapters', ...layers, adapter: 'low-rank', rank: 2 },
  esmm: { architecture: 'esmm', ...layers },
  aitm: { architecture: 'aitm', ...layers, calibration: 0.6 },
};

/** The spec with dropout after its first shared layer and in its heads. */
export function withDropout(spec: ModelSpec, dropout: number): ModelSpec {
  const [first, ...rest] = spec.shared;
  if (!first) throw new Error('no shared layer');
  return {
    ...spec,
    shared: [first, { dropout }, ...rest],
    heads: { default: [...(spec.heads['default'] ?? []), { dropout }] },
  };
}

export interface Evaluated {
  /** Each task's outputs, row by row. */
  readonly outputs: readonly (readonly number[])[];
  readonly penalty: number;
  readonly gates: Readonly<Record<string, readonly number[]>>;
  /** Of the sum of the tasks' mean squared errors, by weight. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

export interface EvaluateOptions {
  /** [task][row], of tasks with one output; 0 by default. */
  readonly targets?: readonly (readonly number[])[];
  /** Pass as in training, with this key and epoch. */
  readonly training?: { readonly key: readonly [number, number]; readonly epoch: number };
  /** Tasks whose errors count; all by default. */
  readonly only?: readonly number[];
  /** Where rows are not vectors. */
  readonly encoding?: Encoding;
}

/** What a model computes from weights and features, on a backend. */
export async function evaluate(
  backend: Backend,
  model: Model,
  theta: Float32Array,
  features: readonly (readonly number[])[],
  { targets, training, only, encoding }: EvaluateOptions = {},
): Promise<Evaluated> {
  const tasks = Object.keys(model.graph.parameters.tasks).length;
  const gateIds: string[] = [];
  const columns = Array.from(
    { length: tasks },
    (_, task) => targets?.[task] ?? features.map(() => 0),
  );
  const given = inputColumns(encoding ?? encodingOf(features[0]!.length, {}));
  const numbersOf = given[0]?.dtype === 'int32' ? Int32Array : Float32Array;
  const program = await backend.compile({
    name: 'model',
    batchSize: features.length,
    state: [{ name: 'theta', shape: [theta.length], dtype: 'float32' }],
    columns: [
      ...given,
      ...columns.map((_, task) => ({ name: `y${task}`, shape: [1], dtype: 'float32' as const })),
    ],
    stepInputs: [
      { name: 'key', shape: [2], dtype: 'int32' },
      { name: 'epoch', shape: [], dtype: 'float32' },
    ],
    step({ state: [parameters], batch: [x, ...y], inputs: [key, epoch] }) {
      const inputs: TrainingInputs = { key: key as Tensor1D, epoch: epoch as Scalar };
      const forward = (flat: Tensor1D) =>
        model.forward([x as Tensor], model.layout.weights(flat), training && inputs);
      const pass = forward(parameters as Tensor1D);
      gateIds.splice(0, gateIds.length, ...Object.keys(pass.gates ?? {}));
      const error = (flat: Tensor1D): Scalar =>
        forward(flat)
          .outputs.map((output, task): Scalar => mean(square(sub(output, y[task]!))))
          .filter((_, task) => !only || only.includes(task))
          .reduce((total, each) => add(total, each));
      return {
        state: [parameters!],
        outputs: [
          concat([...pass.outputs], 1),
          pass.penalty ?? scalar(0),
          grad((flat) => error(flat as Tensor1D))(parameters!),
          ...Object.values(pass.gates ?? {}),
        ],
      };
    },
  });
  const { outputs } = await program.run({
    state: [theta],
    columns: [
      numbersOf.from(features.flat()),
      ...columns.map((column) => Float32Array.from(column)),
    ],
    indices: Int32Array.from(features.keys()),
    inputs: [Int32Array.from(training?.key ?? [0, 0]), Float32Array.of(training?.epoch ?? 0)],
  });
  await program.dispose();
  const [all, penalty, gradient, ...gates] = outputs;
  return {
    outputs: columns.map((_, task) => [...all!].filter((_, index) => index % tasks === task)),
    penalty: penalty![0]!,
    gates: Object.fromEntries(gateIds.map((id, index) => [id, [...gates[index]!]])),
    gradients: Object.fromEntries(
      model.layout.toNamed(gradient!).map(({ name, values }) => [name, [...values]]),
    ),
  };
}

/** Weights as the fixture writes them, nested lists by name. */
export function namedWeights(weights: Readonly<Record<string, unknown>>): NamedTensor[] {
  return Object.entries(weights).map(([name, value]) => ({
    name,
    shape: shapeOf(value),
    values: Float32Array.from(numbers(value)),
  }));
}

/** The numbers of a nested list, in order. */
export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.flatMap(numbers) : [value as number];
}

function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}
