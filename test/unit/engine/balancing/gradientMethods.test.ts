import { describe, expect, test } from 'vitest';
import type { CombineInput, MethodState } from '../../../../src/engine/balancing/gradientMethod';
import { Random } from '../../../../src/shared/random';
import { defaultSpec, gradientSpecs } from './gradientSpecs';
import { combine, direction, dot, gradientMethod, observe, relativeError } from './support';

const random = new Random(11);
const normals = (count: number) => Array.from({ length: count }, () => random.normal());
const matrix = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => normals(columns));

/** The direction of a method's first step. */
function firstDirection(method: string, gradients: number[][], losses?: number[]): number[] {
  const observation = observe(gradients, losses);
  const combination = combine(gradientMethod(defaultSpec(method), gradients.length), observation);
  return direction(combination, observation);
}

const isFinite = (values: readonly number[]) => values.every(Number.isFinite);

describe.each(gradientSpecs)('$method', (spec) => {
  const { method: name } = spec;

  test('goes along the gradient of a single task', () => {
    const observation = observe([[3, 4, 0]], [0.5]);
    const combination = combine(gradientMethod(spec, 1), observation);
    const v = direction(combination, observation);
    const cosine = dot(v, [3, 4, 0]) / (Math.hypot(...v) * 5);
    expect(cosine).toBeCloseTo(1, 6);
    expect(combination.heads[0]).toBeGreaterThan(0);
  });

  test('stays where no task has a gradient', () => {
    const observation = observe(
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [0, 0, 0],
    );
    const method = gradientMethod(spec, 3);
    for (const step of [1, 2]) {
      const combination = combine(method, observation, { step, epoch: step - 1 });
      expect(direction(combination, observation).map(Math.abs)).toEqual([0, 0]);
      expect(isFinite(combination.weights)).toBe(true);
      expect(isFinite(combination.heads)).toBe(true);
      expect(isFinite(combination.trainedGradient ?? [])).toBe(true);
      method.epochEnded(step - 1, [0, 0, 0]);
    }
  });

  test('lets a task without a label in the batch have no say', () => {
    const [a, b] = [
      [1, 2, -1],
      [-0.5, 1, 3],
    ];
    const losses = [0.7, 0, 1.1];
    const v = firstDirection(name, [a, [0, 0, 0], b], losses);
    expect(isFinite(v)).toBe(true);
    expect(Math.hypot(...v)).toBeGreaterThan(0);
    // Along both gradients, as for the two tasks alone.
    const alone = firstDirection(name, [a, b], [0.7, 1.1]);
    const signs = (values: number[]) => [a, b].map((g) => Math.sign(dot(values, g)));
    expect(signs(v)).toEqual(signs(alone));
  });

  test('follows collinear gradients', () => {
    const v = firstDirection(name, [
      [1, 2, -1],
      [3, 6, -3],
      [0.5, 1, -0.5],
    ]);
    expect(isFinite(v)).toBe(true);
    expect(dot(v, [1, 2, -1]) / (Math.hypot(...v) * Math.hypot(1, 2, -1))).toBeCloseTo(1, 5);
  });

  test('is finite for opposite gradients', () => {
    const observation = observe([
      [1, 2, -1],
      [-1, -2, 1],
    ]);
    const { weights, heads } = combine(gradientMethod(spec, 2), observation);
    expect(isFinite([...weights, ...heads])).toBe(true);
  });

  test('is NaN where a gradient is, and remembers nothing of it', () => {
    const method = gradientMethod(spec, 2);
    const good = observe([
      [1, 2],
      [2, -1],
    ]);
    combine(method, good);
    const before = structuredClone(method.save());
    const bad = observe([
      [1, NaN],
      [2, -1],
    ]);
    expect(combine(method, bad, { step: 2 }).weights).toEqual([NaN, NaN]);
    expect(combine(method, { ...good, losses: [Infinity, 1] }).heads).toEqual([NaN, NaN]);
    expect(method.save()).toEqual(before);
  });

  test('goes on exactly where it was saved', () => {
    const batches = Array.from({ length: 6 }, () =>
      observe(matrix(3, 5), normals(3).map(Math.abs)),
    );
    const [kept, resumed] = [gradientMethod(spec, 3), gradientMethod(spec, 3)];
    const step = (method: typeof kept, index: number) => {
      const input: CombineInput = {
        step: index + 1,
        epoch: Math.floor(index / 2),
        trained: method.trained.map((value, task) => value + 0.1 * task * index),
        random: new Random(index),
        batches: [batches[index]!, batches[(index + 1) % 6]!, batches[(index + 2) % 6]!],
      };
      const combination = method.combine(input);
      if (index % 2 === 1) method.epochEnded(input.epoch, batches[index]!.losses);
      return combination;
    };
    for (const index of [0, 1, 2]) step(kept, index);
    const { numbers, rows } = kept.save();
    const saved: MethodState = {
      numbers: JSON.parse(JSON.stringify(numbers)) as number[],
      rows: rows.map((row) => Float32Array.from(row)),
    };
    resumed.restore(saved);
    for (const index of [3, 4, 5]) expect(step(resumed, index)).toEqual(step(kept, index));
  });

  test('balances twelve tasks', () => {
    const gradients = matrix(12, 30);
    const losses = normals(12).map((value) => Math.abs(value) + 0.1);
    expect(isFinite(firstDirection(name, gradients, losses))).toBe(true);
  });
});

const conflicting = [
  [1, 0, 0.5, 0.1],
  [-0.8, 1, 0.2, 0],
  [0.1, -0.9, 1, 0.3],
];

test.each(['nash-mtl', 'fairgrad', 'imtl-g', 'config', 'aligned-mtl', 'mgda'])(
  '%s of tasks with a gradient does not change when one without joins',
  (name) => {
    const alone = firstDirection(name, conflicting, [1, 2, 3]);
    const joined = firstDirection(name, [...conflicting, [0, 0, 0, 0]], [1, 2, 3, 0]);
    expect(relativeError(joined, alone)).toBeLessThan(1e-6);
  },
);

test('mgda stays where a task with a loss has no gradient: that is Pareto-stationary', () => {
  expect(firstDirection('mgda', [...conflicting, [0, 0, 0, 0]], [1, 2, 3, 4])).toEqual([
    0, 0, 0, 0,
  ]);
});

test.each(['mgda', 'nash-mtl', 'fairgrad', 'imtl-g', 'aligned-mtl', 'config'])(
  '%s makes no task worse',
  (name) => {
    const v = firstDirection(name, conflicting, [1, 2, 3]);
    for (const gradient of conflicting) expect(dot(v, gradient)).toBeGreaterThan(0);
  },
);

test('nash-mtl stands still where gradients cancel', () => {
  const opposite = [
    [1, 2, -1],
    [-1, -2, 1],
  ];
  expect(Math.hypot(...firstDirection('nash-mtl', opposite))).toBeLessThan(1e-3);
});

test('nash-mtl keeps its bargaining solution for updateEvery steps', () => {
  const spec = { ...defaultSpec('nash-mtl'), updateEvery: 2 };
  const method = gradientMethod(spec, 3);
  const [first, second, third] = [matrix(3, 4), matrix(3, 4), matrix(3, 4)].map((gradients, i) =>
    combine(method, observe(gradients), { step: i + 1 }),
  );
  expect(second!.heads).toEqual(first!.heads);
  expect(third!.heads).not.toEqual(first!.heads);
});

test('cagrad keeps within c of the mean gradient, and helps who gains least', () => {
  const spec = { ...defaultSpec('cagrad'), divisor: '1' } as const;
  const observation = observe(conflicting);
  const v = direction(combine(gradientMethod(spec, 3), observation), observation);
  const mean = [0, 1, 2, 3].map((p) => conflicting.reduce((sum, g) => sum + g[p]! / 3, 0));
  const distance = Math.hypot(...v.map((value, p) => value - mean[p]!));
  expect(distance).toBeCloseTo(0.5 * Math.hypot(...mean), 6);
  const least = (x: readonly number[]) => Math.min(...conflicting.map((g) => dot(g, x)));
  expect(least(v)).toBeGreaterThan(least(mean));
});

test('heads follow the policy of each method', () => {
  const losses = [0.5, 2];
  const observation = observe(
    [
      [2, 0],
      [1, 1],
    ],
    losses,
  );
  const heads = (name: string) =>
    combine(gradientMethod(defaultSpec(name), 2), observation, { trained: [0.1, -0.2] });
  for (const name of ['mgda', 'pcgrad', 'cagrad', 'aligned-mtl', 'upgrad', 'moco', 'sdmgrad']) {
    expect(heads(name).heads).toEqual([1, 1]);
  }
  expect(heads('imtl').heads).toEqual([Math.exp(0.1), Math.exp(-0.2)]);
  expect(heads('fairgrad').heads).toEqual(heads('fairgrad').weights);
  expect(heads('db-mtl').heads[1]).toBeCloseTo(0.5, 6);
  expect(heads('imtl').trainedGradient).toEqual([Math.exp(0.1) * 0.5 - 1, Math.exp(-0.2) * 2 - 1]);
});
