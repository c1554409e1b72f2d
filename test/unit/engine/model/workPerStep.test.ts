import { describe, expect, it, test } from 'vitest';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { workPerStep } from '../../../../src/engine/model/workPerStep';
import type { LayerSpec, ModelLayers } from '../../../../src/shared/modelSpec';
import { ownSpec, open } from '../ownModel/support';
import { encodingOf, regressions } from './support';

const batch = 16;
const picture = encodingOf(0, regressions(2), [36, 36, 1]);

/** Three times, as a step goes forward and back by inputs and by weights. */
function forwardWork(layers: ModelLayers, encoding = picture): number {
  const model = buildModel({ architecture: 'hard-sharing', ...layers }, encoding);
  return workPerStep(model, encoding, batch) / 3 / batch;
}

const conv = { kernel: 5, stride: 1, dilation: 1, padding: 'valid', activation: 'relu', l2: 0 };
const lenet = [
  { ...conv, conv: 10 },
  { maxPool: 2, padding: 'valid' },
  { ...conv, conv: 20 },
  { maxPool: 2, padding: 'valid' },
  { flatten: true },
  { dense: 50, activation: 'relu', l2: 0 },
] as LayerSpec[];

/** 5 x 5 windows at 32 x 32 and 12 x 12 places, then 6 x 6 x 20 numbers to 50, and two heads. */
const ofLenet = 25 * 32 ** 2 * 10 + 25 * 10 * 12 ** 2 * 20 + 720 * 50 + 2 * 50;

describe('the multiply-adds of a row', () => {
  it('are those of kernels at every place of a picture', () => {
    expect(forwardWork({ shared: lenet, heads: {} })).toBe(ofLenet);
  });

  it('are the same for the same layers in a model of one’s own', async () => {
    const module = await open(`
export function shared({ tf, weight, dense }, { picture }) {
  const block = (x, name, channels) => {
    const filters = weight(name + '/kernel', [5, 5, x.shape[3], channels]);
    return tf.maxPool(tf.relu(tf.conv2d(x, filters, 1, 'valid')), 2, 2, 'valid');
  };
  const y = block(block(picture, 'conv0', 10), 'conv1', 20);
  return dense('dense0', tf.reshape(y, [y.shape[0], 720]), 50, { activation: 'relu' });
}
export function head({ dense }, x, { outputs }) {
  return dense('output', x, outputs);
}`);
    const work = workPerStep(buildModel(ownSpec, picture, module), picture, batch);
    expect(work / 3 / batch).toBe(ofLenet);
  });

  it('are those of a strided convolution, and of one that each channel has for itself', async () => {
    const strided = { ...conv, conv: 4, kernel: 3, stride: 2, padding: 'same' };
    const shared = [strided, { globalPool: 'average' }] as LayerSpec[];
    expect(forwardWork({ shared, heads: {} })).toBe(9 * 18 ** 2 * 4 + 2 * 4);
    const depthwise = await open(`
export function shared({ tf, weight }, { picture }) {
  return tf.mean(tf.depthwiseConv2d(picture, weight('kernel', [3, 3, 1, 2]), 1, 'valid'), [1, 2]);
}
export function head({ tf, weight }, x) {
  return tf.einsum('bi,io->bo', x, weight('kernel', [2, 1]));
}`);
    const work = workPerStep(buildModel(ownSpec, picture, depthwise), picture, batch);
    expect(work / 3 / batch).toBe(9 * 34 ** 2 * 2 + 2 * 2);
  });

  it('count what tokens say of each other, and no vectors that are looked up', () => {
    const vocabulary = Array.from({ length: 90 }, (_, id) => `word${id}`);
    const text = { type: 'text', tokens: 'words', lowercase: true, hasSpaces: false } as const;
    const encoding = {
      ...encodingOf(0, regressions(1)),
      inputs: [
        { name: 'words', shape: [12], dtype: 'int32', encoding: { ...text, vocabulary } },
      ] as const,
    };
    const words = [
      { embedding: 8, positions: 'none' },
      { transformer: 16, heads: 2, dropout: 0 },
      { globalPool: 'max' },
    ] as LayerSpec[];
    const token = 4 * 8 ** 2 + 2 * 8 * 16 + 2 * 12 * 8;
    const layers = { encoders: { words }, shared: [], heads: {} };
    expect(forwardWork(layers, encoding)).toBe(12 * token + 8);
  });
});

test('a model with an operation that no graph has takes one thread: its work is not known', async () => {
  const module = await open(`
export function shared({ tf, dense }, { features }) {
  const x = dense('dense0', features, 4);
  return tf.abs(tf.fft(tf.complex(x, tf.zerosLike(x))));
}
export function head({ dense }, x, { outputs }) {
  return dense('output', x, outputs);
}`);
  const encoding = encodingOf(3, regressions(1));
  expect(workPerStep(buildModel(ownSpec, encoding, module), encoding, batch)).toBe(0);
});
