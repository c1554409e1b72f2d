import {
  add,
  conv2d,
  div,
  keep,
  logSoftmax,
  matMul,
  maxPool,
  mean,
  mul,
  neg,
  pow,
  relu,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  valueAndGrads,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { openBackend } from '../src/engine/backend/openBackend';
import type { ProgramRun, ProgramSpec } from '../src/engine/backend/program';
import { Random } from '../src/shared/random';

/*
 * Milliseconds of one training step of a two-headed LeNet on pictures of 36 x 36, for each number of
 * threads. They take turns; the figures are those of the fastest quarter of the rounds.
 */

const batchSize = 256;
const stepsPerCall = 2;
const rounds = 8;
const side = 36;
const classes = 10;

const head = [[50, 50], [50], [50, classes], [classes]];
const shapes = [[5, 5, 1, 10], [10], [5, 5, 10, 20], [20], [720, 50], [50], ...head, ...head];

function forward(pictures: Tensor, weights: readonly Tensor[]): Tensor[] {
  const [filter1, bias1, filter2, bias2, kernel, bias, ...heads] = weights;
  const conv = (x: Tensor, filter: Tensor, offset: Tensor) =>
    maxPool(
      relu(add<Tensor4D>(conv2d(x as Tensor4D, filter as Tensor4D, 1, 'valid'), offset)),
      2,
      2,
      'valid',
    );
  const features = conv(conv(pictures, filter1!, bias1!), filter2!, bias2!);
  const dense = (x: Tensor, w: Tensor, b: Tensor) => add(matMul(x, w), b);
  const shared = relu(dense(reshape(features, [batchSize, -1]), kernel!, bias!));
  return [heads.slice(0, 4), heads.slice(4)].map(([w1, b1, w2, b2]) =>
    dense(relu(dense(shared, w1!, b1!)), w2!, b2!),
  );
}

/** One step of Adam on the sum of both heads' cross-entropies. */
export function lenetStep(): ProgramSpec {
  const float = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' as const });
  const count = shapes.length;
  return {
    name: 'LeNet step',
    batchSize,
    state: [
      ...['weight', 'first moment', 'second moment'].flatMap((slot) =>
        shapes.map((shape, index) => float(`${slot} ${index}`, shape)),
      ),
      float('steps', []),
    ],
    columns: [
      float('picture', [side, side, 1]),
      float('first', [classes]),
      float('second', [classes]),
    ],
    stepInputs: [],
    step({ state, batch }) {
      const [pictures, ...targets] = batch;
      const weights = state.slice(0, count);
      let losses: Tensor[] = [];
      const { grads } = valueAndGrads((...each: Tensor[]) => {
        losses = forward(pictures!, each).map((logits, task) =>
          keep(neg(mean(sum(mul(targets[task]!, logSoftmax(logits)), -1)))),
        );
        return losses.reduce((total, loss) => add(total, loss));
      })(weights);
      const steps = add(state[3 * count]!, 1);
      const m = grads.map((g, i) => add(mul(state[count + i]!, 0.9), mul(g, 0.1)));
      const v = grads.map((g, i) => add(mul(state[2 * count + i]!, 0.999), mul(square(g), 0.001)));
      const size = div(0.001, sub(1, pow(0.9, steps)));
      const scale = sqrt(sub(1, pow(0.999, steps)));
      const next = weights.map((weight, i) =>
        sub(weight, div(mul(size, m[i]!), add(div(sqrt(v[i]!), scale), 1e-8))),
      );
      return { state: [...next, ...m, ...v, steps], outputs: losses };
    },
  };
}

/** Random pictures and classes for a few steps. */
export function lenetRun({ state }: ProgramSpec): ProgramRun {
  const rows = batchSize * stepsPerCall;
  const random = new Random(1);
  const floats = (length: number, scale: number) =>
    Float32Array.from({ length }, () => (2 * random.uniform() - 1) * scale);
  const oneHot = () => {
    const targets = new Float32Array(rows * classes);
    for (let row = 0; row < rows; row++) targets[row * classes + random.integer(classes)] = 1;
    return targets;
  };
  const size = (shape: readonly number[]) => shape.reduce((total, length) => total * length, 1);
  return {
    state: state.map(({ shape }, index) =>
      index < shapes.length ? floats(size(shape), 0.1) : new Float32Array(size(shape)),
    ),
    columns: [floats(rows * side * side, 1), oneHot(), oneHot()],
    indices: Int32Array.from({ length: rows }, (_, row) => row),
    inputs: [],
  };
}

/** Runs the step on one thread and on two, in turns. */
export async function measureLenet() {
  const spec = lenetStep();
  const run = lenetRun(spec);
  const ways = await Promise.all(
    [1, 2].map(async (threads) => {
      const backend = await openBackend('onnxruntime', threads, 0);
      const start = performance.now();
      const program = await backend.compile(spec);
      const compileMs = performance.now() - start;
      await program.run(run);
      const name = `compiled, ${threads} thread${threads > 1 ? 's' : ''}`;
      return { name, compileMs, program, times: [] as number[] };
    }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { program, times } of ways) {
      const start = performance.now();
      await program.run(run);
      times.push((performance.now() - start) / stepsPerCall);
    }
  }
  return ways.map(({ name, compileMs, times }) => {
    const fastest = times.sort((a, b) => a - b).slice(0, rounds / 4);
    const total = fastest.reduce((sum, time) => sum + time, 0);
    return { name, compileMs, msPerStep: total / fastest.length };
  });
}
