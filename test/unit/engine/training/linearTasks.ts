import type { LoadedData } from '../../../../src/engine/data/dataset';
import type { Experiment } from '../../../../src/shared/experiment';
import type { NamedTensor } from '../../../../src/shared/weights';
import { encodedTask, experimentWith, loadedData, regression } from '../support';

/** A linear model small enough to differentiate by differences: z = a x + b, y_k = c_k z + d_k. */
export interface LinearModel {
  readonly shared: readonly [a: number, b: number];
  readonly heads: readonly (readonly [c: number, d: number])[];
}

export const start: LinearModel = {
  shared: [0.5, -0.2],
  heads: [
    [1.5, 0.1],
    [-0.7, 0.3],
  ],
};

const x = [-1.2, -0.4, 0.3, 0.9, 1.7];
const targets = [
  [0.3, -0.9, 1.1, 0.4, -0.2],
  [1.0, 0.2, -0.6, 0.7, 1.3],
];
const names = ['first', 'second'];

/** The task's mean squared error. */
export function loss({ shared: [a, b], heads }: LinearModel, task: number): number {
  const [c, d] = heads[task]!;
  const errors = x.map((value, row) => c * (a * value + b) + d - targets[task]![row]!);
  return errors.reduce((total, error) => total + error * error, 0) / x.length;
}

/** Derivative of a function of two numbers, by central differences. */
export function gradient(
  f: (at: readonly [number, number]) => number,
  [p, q]: readonly [number, number],
): [number, number] {
  const h = 1e-5;
  return [(f([p + h, q]) - f([p - h, q])) / (2 * h), (f([p, q + h]) - f([p, q - h])) / (2 * h)];
}

/** The same data and model as the engine takes them. */
export function linearData(): LoadedData {
  const tasks = names.map((name) => encodedTask(name, regression));
  return loadedData(tasks, 1, {
    rows: x.length,
    features: Float32Array.from(x),
    targets: Object.fromEntries(
      names.map((name, task) => [name, { values: Float32Array.from(targets[task]!) }]),
    ),
  });
}

export function linearExperiment(learningRate: number): Experiment {
  const optimizer = { name: 'sgd', learningRate, momentum: 0, weightDecay: 0 } as const;
  return {
    ...experimentWith({ epochs: 1, batchSize: x.length, shuffle: false, optimizer }),
    tasks: Object.fromEntries(names.map((name) => [name, regression])),
    model: {
      architecture: 'hard-sharing',
      shared: [{ dense: 1, activation: 'linear', l2: 0 }],
      heads: { default: [] },
    },
  };
}

export function named({ shared, heads }: LinearModel): NamedTensor[] {
  const layer = (name: string, [kernel, bias]: readonly [number, number]): NamedTensor[] => [
    { name: `${name}/kernel`, shape: [1, 1], values: Float32Array.of(kernel) },
    { name: `${name}/bias`, shape: [1], values: Float32Array.of(bias) },
  ];
  return [
    ...layer('shared/dense0', shared),
    ...heads.flatMap((head, task) => layer(`tasks/${names[task]!}/output`, head)),
  ];
}
