import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { smoothStep } from '../../../../src/engine/model/dselectK';
import { logitOfProduct } from '../../../../src/engine/model/esmm';
import { initialWeights } from '../../../../src/engine/model/initialWeights';
import type { ModelLayers, ModelSpec } from '../../../../src/shared/modelSpec';
import { Random } from '../../../../src/shared/random';
import { experimentWith, loadedData, record, syntheticDataset, syntheticTasks } from '../support';
import {
  binaries,
  encodingOf,
  evaluate,
  everyArchitecture,
  numbers,
  regressions,
  type EvaluateOptions,
} from './support';

const width = 5;
const tasks = 2;
const random = new Random(1);
const features = Array.from({ length: 6 }, () =>
  Array.from({ length: width }, () => 2 * random.uniform() - 1),
);
/** One layer and linear heads, easy to compute by hand. */
const oneLayer: ModelLayers = {
  shared: [{ dense: 4, activation: 'tanh', l2: 0 }],
  heads: { default: [] },
};

type Changes = Readonly<Record<string, unknown>>;

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend('cpu', 1, 0);
});
afterAll(() => backend.dispose());

/** Evaluates a model from its starting weights with some changed, and returns them by name too. */
async function run(
  spec: ModelSpec,
  {
    specs = regressions(tasks),
    changes = {},
    ...options
  }: EvaluateOptions & {
    readonly specs?: ReturnType<typeof regressions>;
    readonly changes?: Changes;
  } = {},
) {
  const model = buildModel(spec, encodingOf(width, specs));
  const { layout } = model;
  const initial = layout.toNamed(initialWeights(layout, 42));
  const known = initial.map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining(Object.keys(changes)));
  const named = initial.map((tensor) =>
    tensor.name in changes
      ? { ...tensor, values: Float32Array.from(numbers(changes[tensor.name])) }
      : tensor,
  );
  const theta = layout.fromNamed(named);
  const result = await evaluate(backend, model, theta, features, options);
  const weights = Object.fromEntries(named.map(({ name, values }) => [name, [...values]]));
  return { ...result, weights };
}

/** [rows][units] of x·kernel + bias for weights by name. */
function dense(
  x: readonly (readonly number[])[],
  weights: Readonly<Record<string, readonly number[]>>,
  name: string,
): number[][] {
  const [kernel, bias] = [weights[`${name}/kernel`]!, weights[`${name}/bias`]!];
  return x.map((row) =>
    bias.map((b, unit) =>
      row.reduce((sum, value, input) => sum + value * kernel[input * bias.length + unit]!, b),
    ),
  );
}
const tanh = (x: number[][]) => x.map((row) => row.map(Math.tanh));

function expectClose(actual: readonly number[], expected: readonly number[], digits = 5): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, digits));
}

describe('hard sharing', () => {
  it.each(['additive', 'film', 'bottleneck adapters', 'low-rank adapters'])(
    'is what %s start as',
    async (name) => {
      const shared = await run(everyArchitecture['hard-sharing']!);
      const adapted = await run(everyArchitecture[name]!);
      adapted.outputs.forEach((outputs, task) => expectClose(outputs, shared.outputs[task]!));
    },
  );

  it('is what a large penalty on deviations makes of an additive model', async () => {
    const trained = async (lambdaTask: number) => {
      const base = experimentWith({
        epochs: 5,
        optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0, weightDecay: 0 },
      });
      const data = loadedData(syntheticTasks, width, syntheticDataset(320, width, 1));
      const model = { architecture: 'additive', ...oneLayer, lambdaShared: 0, lambdaTask } as const;
      const { best } = await record({ experiment: { ...base, model }, data, backend });
      const deviations = best.at(-1)!.weights.filter(({ name }) => name.includes('deviation'));
      return Math.hypot(...deviations.flatMap(({ values }) => [...values]));
    };
    expect(await trained(40)).toBeLessThan(0.02 * (await trained(0)));
  });

  it('is a low-rank model whose kernel is W + AB', async () => {
    const spec = { architecture: 'adapters', ...oneLayer, adapter: 'low-rank', rank: 2 } as const;
    const up = Array.from({ length: 2 * 4 }, () => random.uniform() - 0.5);
    const adapted = await run(spec, { changes: { 'tasks/t1/adapter0/up/kernel': up } });
    const down = adapted.weights['tasks/t1/adapter0/down/kernel']!;
    const merged = adapted.weights['shared/dense0/kernel']!.map((w, index) => {
      const [input, unit] = [Math.floor(index / 4), index % 4];
      return w + down[input * 2]! * up[unit]! + down[input * 2 + 1]! * up[4 + unit]!;
    });
    const changes = { 'shared/dense0/kernel': merged };
    const shared = await run({ architecture: 'hard-sharing', ...oneLayer }, { changes });
    expectClose(adapted.outputs[1]!, shared.outputs[1]!);
  });

  it('is a mixture whose gate is closed for all experts but one', async () => {
    const spec = { architecture: 'mmoe', ...oneLayer, experts: 3, oneGate: false } as const;
    const changes = { 'tasks/t0/gate/bias': [0, 40, 0], 'tasks/t1/gate/bias': [0, 40, 0] };
    const mixed = await run(spec, { changes });
    const expert = {
      'shared/dense0/kernel': mixed.weights['shared/expert1/dense0/kernel'],
      'shared/dense0/bias': mixed.weights['shared/expert1/dense0/bias'],
    };
    const shared = await run({ architecture: 'hard-sharing', ...oneLayer }, { changes: expert });
    mixed.outputs.forEach((outputs, task) => expectClose(outputs, shared.outputs[task]!));
  });
});

describe('gates', () => {
  it.each(['mmoe', 'omoe', 'cgc', 'ple', 'aitm'])('of %s are shares of 1', async (name) => {
    const { gates } = await run(everyArchitecture[name]!, { specs: binaries(2) });
    for (const shares of Object.values(gates)) {
      expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }
  });
});

describe('cross-stitch and sluice', () => {
  const single = async (task: number, weights: Changes) => {
    const column = (name: string) => weights[`shared/t${task}/dense0/${name}`];
    const changes = {
      'shared/dense0/kernel': column('kernel'),
      'shared/dense0/bias': column('bias'),
    };
    const { outputs } = await run({ architecture: 'hard-sharing', ...oneLayer }, { changes });
    return outputs[task]!;
  };

  it.each([
    { architecture: 'cross-stitch', ...oneLayer, ownWeight: 1, perUnit: false },
    { architecture: 'cross-stitch', ...oneLayer, ownWeight: 1, perUnit: true },
    { architecture: 'sluice', ...oneLayer, subspaces: 2, ownWeight: 1, orthogonality: 0 },
  ] as const)('are a model a task while nothing is mixed: %o', async (spec) => {
    const { outputs, weights } = await run(spec);
    expectClose(outputs[0]!, await single(0, weights));
    expectClose(outputs[1]!, await single(1, weights));
  });

  it('have the same weights for each unit, or their own', async () => {
    const spec = { architecture: 'cross-stitch', ...oneLayer, ownWeight: 0.9 } as const;
    const whole = await run(
      { ...spec, perUnit: false },
      { changes: { 'shared/stitch0/kernel': [0.7, 0.2, 0.4, 0.5] } },
    );
    const perUnit = [0.7, 0.2, 0.4, 0.5].flatMap((weight) => [weight, weight, weight, weight]);
    const changes = { 'shared/stitch0/kernel': perUnit };
    const units = await run({ ...spec, perUnit: true }, { changes });
    units.outputs.forEach((outputs, task) => expectClose(outputs, whole.outputs[task]!));
    expectClose(whole.gates['shared/stitch0']!, [0.7, 0.4, 0.2, 0.5]);
    expectClose(units.gates['shared/stitch0']!, [0.7, 0.4, 0.2, 0.5]);
  });

  it('mix subspaces of columns, and penalise those that overlap', async () => {
    const spec = {
      architecture: 'sluice',
      ...oneLayer,
      subspaces: 2,
      ownWeight: 1,
      orthogonality: 0.5,
    } as const;
    // The second subspaces of the two columns, streams 1 and 3, change places.
    const swap = [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0];
    const result = await run(spec, { changes: { 'shared/stitch0/kernel': swap } });
    const { weights } = result;
    const columns = ['t0', 't1'].map((task) =>
      tanh(dense(features, weights, `shared/${task}/dense0`)),
    );
    const swapped = columns.map((column, task) =>
      column.map((row, index) => [...row.slice(0, 2), ...columns[1 - task]![index]!.slice(2)]),
    );
    result.outputs.forEach((outputs, task) =>
      expectClose(outputs, dense(swapped[task]!, weights, `tasks/t${task}/output`).flat()),
    );
    const overlap = ['t0', 't1'].map((task) => {
      const kernel = weights[`shared/${task}/dense0/kernel`]!;
      const column = (unit: number) => kernel.filter((_, index) => index % 4 === unit);
      const product = (a: number, b: number) =>
        column(a).reduce((sum, value, index) => sum + value * column(b)[index]!, 0);
      return [
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
      ].reduce((sum, [a, b]) => sum + product(a!, b!) ** 2, 0);
    });
    expect(result.penalty).toBeCloseTo(0.5 * (overlap[0]! + overlap[1]!), 5);
  });
});

describe('DSelect-k', () => {
  it('has the smooth step of the paper', async () => {
    await tf.setBackend('cpu');
    const steps = smoothStep(tf.tensor1d([-9, -1, 0, 0.5, 1, 9]), 2);
    expectClose([...steps.dataSync()], [0, 0, 0.5, 0.84375, 1, 1]);
  });

  it('selects an expert by its binary code once selectors have decided', async () => {
    const spec = {
      architecture: 'dselect-k',
      ...oneLayer,
      experts: 5,
      selectors: 2,
      gamma: 1,
      entropy: 0.25,
    } as const;
    const none = new Array<number>(width * 6).fill(0);
    const changes = {
      // Codes 011 and 100, the latter with all the weight.
      'tasks/t0/gate/code/kernel': none,
      'tasks/t0/gate/code/bias': [-1, 1, 1, 1, -1, -1],
      'tasks/t0/gate/mixture/bias': [-40, 40],
      'tasks/t1/gate/code/kernel': none,
      'tasks/t1/gate/code/bias': [-1, 1, 1, 1, -1, -1],
      'tasks/t1/gate/mixture/kernel': new Array<number>(width * 2).fill(0),
    };
    const { gates, penalty } = await run(spec, { changes });
    expectClose(gates['tasks/t0/gate']!, [0, 0, 0, 0, 1]);
    expectClose(gates['tasks/t1/gate']!, [0, 0, 0, 0.5, 0.5]);
    // No entropy is left; 5 experts are not all codes, and 2 tasks have 2 selectors with 1 / Σ r = 1.
    expect(penalty).toBeCloseTo(0.25 * 4, 4);
  });
});

describe('learned branching', () => {
  const spec = {
    architecture: 'learned-branching',
    ...oneLayer,
    temperature: 1000,
    annealing: 0.5,
  } as const;
  const keys = Array.from(
    { length: 200 },
    () => [random.uint32() | 0, random.uint32() | 0] as const,
  );
  /** Outputs of task 0's head on the layer of each parent. */
  const byParent = (weights: Readonly<Record<string, readonly number[]>>) =>
    ['t0', 't1'].map((parent) =>
      dense(
        tanh(dense(features, weights, `shared/${parent}/dense0`)),
        weights,
        'tasks/t0/output',
      ).flat(),
    );

  it('goes on from the most probable layer in evaluation, and says how probable', async () => {
    const changes = { 'shared/branch0/logits': [0, Math.log(3), 0, 0] };
    const { outputs, weights, gates } = await run(spec, { changes });
    expectClose(outputs[0]!, byParent(weights)[1]!);
    expectClose(gates['shared/branch0']!, [0.25, 0.75, 0.5, 0.5]);
  });

  it('goes on from one layer a step in training, as often as it is probable', async () => {
    const changes = { 'shared/branch0/logits': [0, Math.log(3), 0, 0] };
    let second = 0;
    for (const key of keys) {
      const training = { key, epoch: 0 };
      const { outputs, weights } = await run(spec, { changes, training });
      const distances = byParent(weights).map((expected) =>
        Math.max(...expected.map((value, row) => Math.abs(value - outputs[0]![row]!))),
      );
      expect(Math.min(...distances)).toBeLessThan(1e-5);
      if (distances[1]! < distances[0]!) second++;
    }
    // Of 200 draws, 150 on average, standard deviation 6.
    expect(second).toBeGreaterThan(150 - 25);
    expect(second).toBeLessThan(150 + 25);
  });

  it('learns through the draw, the faster the colder', async () => {
    const logits = async (epoch: number) => {
      const { gradients } = await run(spec, { training: { key: keys[0]!, epoch } });
      return gradients['shared/branch0/logits']!;
    };
    const [first, fourth] = [await logits(0), await logits(3)];
    expect(Math.max(...first.map(Math.abs))).toBeGreaterThan(0);
    first.forEach((value, index) => expect(fourth[index]! / value).toBeCloseTo(2, 1));
  });
});

describe('ESMM', () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

  it('predicts the product of both probabilities', async () => {
    const spec = { architecture: 'esmm', ...oneLayer } as const;
    const { outputs, weights } = await run(spec, { specs: binaries(2) });
    const z = tanh(dense(features, weights, 'shared/dense0'));
    const click = dense(z, weights, 'shared/t0/output').flat();
    const conditional = dense(z, weights, 'tasks/t1/conditional').flat();
    expectClose(outputs[0]!, click);
    outputs[1]!.forEach((logit, row) =>
      expect(sigmoid(logit)).toBeCloseTo(sigmoid(click[row]!) * sigmoid(conditional[row]!), 5),
    );
  });

  it('keeps its logit finite and exact far from 0', async () => {
    await tf.setBackend('cpu');
    const [a, b] = [tf.tensor2d([[100], [-100], [100]]), tf.tensor2d([[100], [-100], [-3]])];
    expectClose([...logitOfProduct(a, b).dataSync()], [100 - Math.log(2), -200, -3], 4);
  });
});

describe('AITM', () => {
  it('penalises a later event that is likelier than the one before', async () => {
    const spec = { architecture: 'aitm', ...oneLayer, calibration: 0.6 } as const;
    const { outputs, penalty } = await run(spec, { specs: binaries(3) });
    const probabilities = outputs.map((logits) => logits.map((x) => 1 / (1 + Math.exp(-x))));
    const excess = probabilities
      .slice(1)
      .flatMap((later, before) =>
        later.map((p, row) => Math.max(p - probabilities[before]![row]!, 0)),
      );
    const sum = excess.reduce((total, each) => total + each);
    expect(sum).toBeGreaterThan(0);
    expect(penalty).toBeCloseTo((0.6 * sum) / features.length, 5);
  });

  it('hands on from earlier tasks to later ones only', async () => {
    const spec = everyArchitecture['aitm']!;
    const { gradients } = await run(spec, { specs: binaries(2), only: [0] });
    const reached = Object.keys(gradients).filter((name) => gradients[name]!.some((g) => g !== 0));
    expect(reached.some((name) => name.startsWith('shared/t0/'))).toBe(true);
    expect(reached.filter((name) => name.startsWith('shared/t1/'))).toEqual([]);
    const later = await run(spec, { specs: binaries(2), only: [1] });
    expect(later.gradients['shared/t0/dense0/kernel']!.some((g) => g !== 0)).toBe(true);
  });
});

describe('L2 of layers', () => {
  it.each(Object.keys(everyArchitecture))('counts every kernel of %s', async (name) => {
    const spec = { ...everyArchitecture[name]!, heads: { default: [] } };
    const shared = spec.shared.map((layer) => ('dense' in layer ? { ...layer, l2: 0.1 } : layer));
    const { penalty: without, weights } = await run(spec, { specs: binaries(2) });
    const { penalty } = await run({ ...spec, shared }, { specs: binaries(2) });
    const kernels = Object.entries(weights).filter(([weight]) => /dense\d+\/kernel$/.test(weight));
    expect(kernels.length).toBeGreaterThan(0);
    const squares = kernels.flatMap(([, values]) => values).reduce((sum, w) => sum + w ** 2, 0);
    expect(penalty - without).toBeCloseTo(0.1 * squares, 4);
  });
});
