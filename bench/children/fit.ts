import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import type * as TfjsNode from '@tensorflow/tfjs-node';
import { tfjsNodeOrigins } from '../../src/engine/backend/install/tfjsNodeFolder';
import { openBackend } from '../../src/engine/backend/openBackend';
import { randomData } from '../models/randomData';
import type { Workload } from '../models/workload';
import { fitModel } from './fitModel';
import { serve, startClock, type Opened } from './serve';

/** `verbose` as its documentation writes it; its type is an enum that is not exported. */
const silent: object = { verbose: 0 };

/** Plain TensorFlow.js: the workload as layers, trained by `model.fit` on tfjs-node. */
async function open(workload: Workload): Promise<Opened> {
  const { batch, steps, outputs } = workload;
  // Loads tfjs-node as the engine does, for all cores.
  await openBackend('tfjs-node', availableParallelism(), 0);
  const tf = tfjsNode();
  const rows = batch * steps;
  const { train } = randomData(workload, rows);
  const { model, shape } = fitModel(tf, workload);
  const data = tf.tensor(train.features, [rows, ...shape]);
  const targets = Object.values(train.targets).map(({ values }, index) => {
    const size = outputs[index]!;
    if (size === 1) return tf.tensor2d(values, [rows, 1]);
    return tf.cast(tf.oneHot(tf.tensor1d(values, 'int32'), size), 'float32');
  });
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: outputs.map(
      (size) => (labels: TfjsNode.Tensor, output: TfjsNode.Tensor) =>
        size === 1
          ? tf.losses.meanSquaredError(labels, output)
          : tf.losses.softmaxCrossEntropy(labels, output),
    ),
  });
  return {
    figures: {},
    note: `tfjs-node ${tf.version['tfjs-node']}`,
    async round() {
      const elapsed = startClock();
      await model.fit(data, targets, { batchSize: batch, epochs: 1, ...silent });
      return elapsed(steps, 'step');
    },
  };
}

function tfjsNode(): typeof TfjsNode {
  for (const origin of tfjsNodeOrigins()) {
    const require = createRequire(origin);
    try {
      return require('@tensorflow/tfjs-node') as typeof TfjsNode;
    } catch {
      continue;
    }
  }
  throw new Error('tfjs-node was opened, but no place has it');
}

const [, , workload = ''] = process.argv;
void serve(() => open(JSON.parse(workload) as Workload));
