import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy } from '../../../../src/engine/training/crossEntropy';
import { Random } from '../../../../src/shared/random';

type Loss = (logits: tf.Tensor) => tf.Tensor;

const [rows, tokens, count] = [3, 4, 5];
const random = new Random(3);
const normal = (shape: number[]) =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, () => 3 * random.normal()),
    shape,
  );

/** -Σ q log p with q = (1 - ε) at the class and ε / K at all, as the paper writes it. */
const byThePaper =
  (classes: tf.Tensor, smoothing: number): Loss =>
  (logits) => {
    const shares = tf.add(tf.mul(tf.oneHot(classes, count), 1 - smoothing), smoothing / count);
    return tf.neg(tf.sum(tf.mul(shares, tf.log(tf.softmax(logits))), -1));
  };

describe.each([0, 0.1])('the cross-entropy with a smoothing of %d', (smoothing) => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each([[[rows]], [[rows, tokens]]])('is that of its definition, for classes %j', (shape) => {
    const size = tf.util.sizeFromShape(shape);
    const picked = Array.from({ length: size }, (_, index) => (2 * index) % count);
    const classes = tf.tensor(picked, shape, 'int32');
    const logits = normal([...shape, count]);
    const weights = normal(shape);
    const losses: Loss[] = [
      (each) => crossEntropy(each, classes, smoothing),
      byThePaper(classes, smoothing),
    ];
    const [value, expected] = losses.map((loss) => loss(logits));
    tf.test_util.expectArraysClose(value!.dataSync(), expected!.dataSync(), 1e-4);
    const [gradient, wanted] = losses.map((loss) =>
      tf.grad((each) => tf.sum(tf.mul(loss(each), weights)))(logits),
    );
    tf.test_util.expectArraysClose(gradient!.dataSync(), wanted!.dataSync(), 1e-4);
  });

  it('stays a number where a logit stands out', () => {
    const logits = tf.tensor([[1000, -1000, 0, 0, 0]]);
    const loss = (name: number) =>
      crossEntropy(logits, tf.tensor([name], [1], 'int32'), smoothing).dataSync()[0]!;
    expect(loss(1) - loss(0)).toBeCloseTo(2000 * (1 - smoothing), 1);
  });
});
