import type { BalancingSpec } from '../../src/shared/experiment';
import fixture from '../fixtures/trajectories.json';

export type Matrix = number[] | number[][];

/** 30 full-batch steps from given weights by one method and optimiser. */
export interface Trajectory {
  /** LibMTL's name of the method; `_rep`: gradients by the representation. */
  readonly name: string;
  readonly balancing: Partial<BalancingSpec> & Pick<BalancingSpec, 'method'>;
  readonly optimizer: 'sgd' | 'adam';
  /** Before each update, then after the last: [31][K]. */
  readonly losses: readonly (readonly number[])[];
  /** Some of the weights after the last update. */
  readonly final: Readonly<Record<string, Matrix>>;
  readonly tolerance: { readonly lossesRel: number; readonly finalParamsAbs: number };
  /** Weights that the method drew, [30][K]. */
  readonly weights?: readonly (readonly number[])[];
  /** Uniform numbers that the method drew, [30][units]. */
  readonly uniform?: readonly (readonly number[])[];
}

export interface TrajectoryProblem {
  readonly id: string;
  readonly tasks: readonly { readonly name: string; readonly type: string }[];
  /** Shared layers; the heads are linear. */
  readonly shared: readonly { readonly units: number; readonly activation: string }[];
  readonly X: readonly (readonly number[])[];
  /** [K][rows] */
  readonly y: readonly (readonly number[])[];
  /** Kernels are [in, out]. */
  readonly initialWeights: Readonly<Record<string, Matrix>>;
  readonly runs: readonly Trajectory[];
}

export const trajectoryProblems = fixture.problems as unknown as readonly TrajectoryProblem[];

/** A case for each problem and run of `names`, or of all runs. */
export function trajectoryCases(names?: readonly string[]) {
  return trajectoryProblems.flatMap((problem) =>
    problem.runs
      .filter(({ name }) => names?.includes(name) ?? true)
      .map((run) => ({ id: problem.id, name: `${run.name}/${run.optimizer}`, problem, run })),
  );
}

export const trajectoryOptimizers = {
  sgd: { name: 'sgd', learningRate: 0.05, momentum: 0, weightDecay: 0 },
  adam: {
    name: 'adam',
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
  },
} as const;

export function namedTensor([name, values]: readonly [string, Matrix]) {
  const [first] = values;
  const shape = Array.isArray(first) ? [values.length, first.length] : [values.length];
  return { name, shape, values: Float32Array.from(values.flat()) };
}

/** The experiment file of a run; its table has the columns `x0`, `x1`, ... and one a task. */
export function trajectoryExperiment({ X, tasks, shared }: TrajectoryProblem, run: Trajectory) {
  const features = (X[0] ?? []).map((_, column) => [
    `x${column}`,
    { type: 'number', scale: 'none' },
  ]);
  return {
    name: 'trajectory',
    data: {
      train: 'table.csv',
      split: { validation: 0, test: 0 },
      features: Object.fromEntries(features) as object,
    },
    tasks: Object.fromEntries(
      tasks.map(({ name, type }) => [
        name,
        { type, target: name, ...(type === 'regression' && { scale: 'none' }) },
      ]),
    ),
    model: {
      shared: shared.map(({ units, activation }) => ({ dense: units, activation })),
      heads: { default: [] },
    },
    balancing: run.balancing,
    training: {
      epochs: 30,
      batchSize: X.length,
      shuffle: false,
      optimizer: trajectoryOptimizers[run.optimizer],
      initialWeights: 'init.safetensors',
    },
  };
}
