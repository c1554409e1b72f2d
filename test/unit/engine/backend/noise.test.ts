import { grad, mul, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { dropoutMask, gumbelNoise } from '../../../../src/engine/backend/noise';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { BackendChoice } from '../../../../src/shared/messages';
import { Random } from '../../../../src/shared/random';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';

const shape = [64, 50];
const size = 64 * 50;

/** What `draw` makes of each key, as a program draws it step by step. */
async function draws(
  backendName: BackendChoice,
  keys: Int32Array,
  draw: (key: Tensor1D) => Tensor,
): Promise<Float32Array[]> {
  const backend = await whereTfjsNodeIs(() => openBackend(backendName, 1, 0));
  const program = await backend.compile({
    name: 'draws',
    batchSize: 1,
    state: [],
    columns: [],
    stepInputs: [{ name: 'key', shape: [2], dtype: 'int32' }],
    step: ({ inputs }) => ({ state: [], outputs: [draw(inputs[0] as Tensor1D)] }),
  });
  const steps = keys.length / 2;
  const run = { state: [], columns: [], indices: new Int32Array(steps), inputs: [keys] };
  const [values = new Float32Array()] = (await program.run(run)).outputs;
  await program.dispose();
  return Array.from({ length: steps }, (_, step) => values.slice(step * size, (step + 1) * size));
}

const masks = (backendName: BackendChoice, keys: Int32Array, rate: number, salt = 1) =>
  draws(backendName, keys, (key) => dropoutMask(key, shape, rate, salt));

function randomKeys(count: number): Int32Array {
  const random = new Random(3);
  return Int32Array.from({ length: 2 * count }, () => random.uint32() | 0);
}

function share(mask: Float32Array): number {
  return mask.filter((value) => value > 0).length / mask.length;
}

describe('dropoutMask', () => {
  it.each([0, 0.1, 0.5, 0.9])(
    'is the same compiled and operation by operation: rate %f',
    async (rate) => {
      const keys = Int32Array.of(0, 0, -1, 2 ** 31 - 1, -(2 ** 31), 1, ...randomKeys(5));
      const expected = await masks('cpu', keys, rate);
      expect(await masks('onnxruntime', keys, rate)).toEqual(expected);
      expect(await masks('tfjs-node', keys, rate)).toEqual(expected);
    },
  );

  it.each([0.1, 0.5, 0.9])(
    'drops elements with probability %f, and keeps the mean',
    async (rate) => {
      const drawn = await masks('onnxruntime', randomKeys(200), rate);
      const kept = drawn.map(share);
      const mean = kept.reduce((total, each) => total + each) / kept.length;
      const deviation = Math.sqrt((rate * (1 - rate)) / size);
      expect(Math.abs(mean - (1 - rate))).toBeLessThan(5 * (deviation / Math.sqrt(kept.length)));
      // The share of each mask varies as that of independent draws does, not less and not more.
      const variance = kept.reduce((sum, each) => sum + (each - (1 - rate)) ** 2, 0) / kept.length;
      expect(Math.sqrt(variance) / deviation).toBeGreaterThan(0.7);
      expect(Math.sqrt(variance) / deviation).toBeLessThan(1.4);
      expect([...new Set(drawn[0])].sort()).toEqual([0, Math.fround(1 / (1 - rate))]);
    },
  );

  it('keeps everything at rate 0', async () => {
    const drawn = await masks('onnxruntime', randomKeys(20), 0);
    expect(drawn.every((mask) => mask.every((value) => value === 1))).toBe(true);
  });

  it('draws masks of different keys and salts independently of each other', async () => {
    const keys = randomKeys(40);
    const drawn = await masks('onnxruntime', keys, 0.5);
    const other = await masks('onnxruntime', keys, 0.5, 2);
    const pairs = [
      ...drawn.slice(1).map((mask, index) => [mask, drawn[index]!] as const),
      ...drawn.map((mask, index) => [mask, other[index]!] as const),
    ];
    // Of independent masks, half of the elements agree: 4 standard deviations are 3.5 %.
    for (const [a, b] of pairs) {
      const agreeing = a.filter((value, index) => value === b[index]).length / size;
      expect(Math.abs(agreeing - 0.5)).toBeLessThan(0.045);
    }
  });

  it('drops each element as often as any other', async () => {
    const drawn = await masks('onnxruntime', randomKeys(400), 0.5);
    const counts = Array.from({ length: size }, (_, index) =>
      drawn.reduce((count, mask) => count + (mask[index]! > 0 ? 1 : 0), 0),
    );
    // 200 of 400 draws, standard deviation 10.
    expect(Math.min(...counts)).toBeGreaterThan(200 - 55);
    expect(Math.max(...counts)).toBeLessThan(200 + 55);
  });

  it('lets the gradient of what is kept through', async () => {
    const backend = await openBackend('onnxruntime', 1, 0);
    const program = await backend.compile({
      name: 'gradient',
      batchSize: 1,
      state: [{ name: 'x', shape, dtype: 'float32' }],
      columns: [],
      stepInputs: [{ name: 'key', shape: [2], dtype: 'int32' }],
      step: ({ state: [x], inputs }) => {
        const mask = () => dropoutMask(inputs[0] as Tensor1D, shape, 0.5, 1);
        return { state: [x!], outputs: [grad((each) => mul(each, mask()))(x!), mask()] };
      },
    });
    const { outputs } = await program.run({
      state: [new Float32Array(size).fill(3)],
      columns: [],
      indices: Int32Array.of(0),
      inputs: [randomKeys(1)],
    });
    expect(outputs[0]).toEqual(outputs[1]);
  });
});

describe('gumbelNoise', () => {
  const noise = (backendName: BackendChoice, keys: Int32Array) =>
    draws(backendName, keys, (key) => gumbelNoise(key, shape, 1));

  it('is the same compiled and operation by operation', async () => {
    const keys = Int32Array.of(0, 0, -1, 2 ** 31 - 1, -(2 ** 31), 1, ...randomKeys(5));
    const [compiled, reference] = [await noise('onnxruntime', keys), await noise('cpu', keys)];
    const differences = compiled.flatMap((values, step) =>
      [...values].map((value, index) => Math.abs(value - reference[step]![index]!)),
    );
    expect(differences).toHaveLength(8 * size);
    expect(differences.every((difference) => difference < 1e-4)).toBe(true);
  });

  it('has the distribution of the largest of many', async () => {
    const values = (await noise('onnxruntime', randomKeys(50))).flatMap((each) => [...each]);
    // P(g < x) = exp(-exp(-x)); of 160,000 draws, 4 standard deviations are 0.5 %.
    for (const x of [-1, 0, 1, 3]) {
      const below = values.filter((value) => value < x).length / values.length;
      expect(Math.abs(below - Math.exp(-Math.exp(-x)))).toBeLessThan(0.005);
    }
  });
});
