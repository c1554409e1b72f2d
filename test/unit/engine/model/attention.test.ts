import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, it } from 'vitest';
import { layerNorm } from '../../../../src/engine/backend/layerNorm';
import { selfAttention } from '../../../../src/engine/model/attention';
import { Random } from '../../../../src/shared/random';

const [batch, tokens, width, heads] = [2, 3, 8, 2];

/** Each head softmax(QKᵀ/√d)V, as the paper writes it. */
function byThePaper(x: tf.Tensor3D, qkv: tf.Tensor2D, out: tf.Tensor2D): tf.Tensor {
  const product = tf.matMul(tf.reshape(x, [-1, width]), qkv);
  const [q, k, v] = tf
    .split(product, 3, 1)
    .map((part) =>
      tf.transpose(tf.reshape(part, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]),
    ) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const shares = tf.softmax(tf.div(tf.matMul(q, k, false, true), Math.sqrt(width / heads)));
  const joined = tf.reshape(tf.transpose(tf.matMul(shares, v), [0, 2, 1, 3]), [-1, width]);
  return tf.reshape(tf.matMul(joined as tf.Tensor2D, out), x.shape);
}

/** (x - E[x]) / √(Var[x] + ε) · scale + offset, as PyTorch's documentation writes it. */
function byTheFormula(x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normal, scale), offset);
}

type Layer = (...args: tf.Tensor[]) => tf.Tensor;

const cases: { name: string; shapes: number[][]; layer: Layer; reference: Layer }[] = [
  {
    name: 'self-attention',
    shapes: [[batch, tokens, width], [width, 3 * width], [width, width]], // prettier-ignore
    layer: (x, qkv, out) =>
      selfAttention(x as tf.Tensor3D, qkv as tf.Tensor2D, out as tf.Tensor2D, heads),
    reference: (x, qkv, out) =>
      byThePaper(x as tf.Tensor3D, qkv as tf.Tensor2D, out as tf.Tensor2D),
  },
  {
    name: 'layer normalisation',
    shapes: [[batch, tokens, width], [width], [width]],
    layer: (x, scale, offset) => layerNorm(x, scale as tf.Tensor1D, offset as tf.Tensor1D),
    reference: (x, scale, offset) => byTheFormula(x, scale, offset),
  },
];

describe.each(cases)('$name', ({ shapes, layer, reference }) => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  const random = new Random(5);
  const args = () =>
    shapes.map((shape) => {
      const values = Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal());
      return tf.tensor(values, shape);
    });
  const expectClose = (actual: tf.Tensor, expected: tf.Tensor) => {
    expect(actual.shape).toEqual(expected.shape);
    const wanted = expected.dataSync();
    actual.dataSync().forEach((value, index) => expect(value).toBeCloseTo(wanted[index]!, 4));
  };

  it('has the values of its definition', () => {
    const given = args();
    expectClose(layer(...given), reference(...given));
  });

  it('has the gradients that differentiating its definition gives', () => {
    const given = args();
    const [x] = given;
    const weights = tf.tensor(
      Array.from({ length: x!.size }, () => random.normal()),
      x!.shape,
    );
    const gradients = (each: Layer) =>
      tf.grads((...inputs) => tf.sum(tf.mul(each(...inputs), weights)))(given);
    const expected = gradients(reference);
    gradients(layer).forEach((gradient, index) => expectClose(gradient, expected[index]!));
  });
});
