import { describe, expect, it } from 'vitest';
import { mlpRun, mlpStep } from './mlpStep';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend, ProgramResult } from '../../../../src/engine/backend/program';
import { openTfjsNode } from '../../../../src/engine/backend/tfjsNode';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';

const batchSize = 256;
const lastBatch = 70;
const wholeBatches = 16;

/** An epoch of 16 batches of 256 rows and one of 70, as its own program. */
async function epoch(backend: Backend): Promise<{ losses: number[]; end: ProgramResult }> {
  const rows = wholeBatches * batchSize + lastBatch;
  const start = mlpRun(rows, 1, rows);
  const split = wholeBatches * batchSize;
  const whole = await backend.compile(mlpStep(batchSize));
  const rest = await backend.compile(mlpStep(lastBatch));
  const first = await whole.run({ ...start, indices: start.indices.slice(0, split) });
  const end = await rest.run({
    ...start,
    state: first.state,
    indices: start.indices.slice(split),
  });
  await whole.dispose();
  await rest.dispose();
  return {
    losses: [0, 1].flatMap((task) => [...first.outputs[task]!, ...end.outputs[task]!]),
    end,
  };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

const backends: Readonly<Record<string, () => Promise<Backend>>> = {
  'ONNX Runtime': () => openBackend('onnxruntime', 1, 0),
  'tfjs-node': () => openBackend('tfjs-node', 1, 0),
  'tfjs-node operation by operation': async () => (await openTfjsNode(1)).eager(),
};

describe('an epoch of a two-headed network with Adam', () => {
  it.each(Object.entries(backends))(
    'ends with the same parameters and losses on %s and on plain TensorFlow.js',
    async (_name, open) => {
      const actual = await epoch(await whereTfjsNodeIs(open));
      const expected = await epoch(await openBackend('cpu', 1, 0));
      expect(actual.losses).toHaveLength(2 * (wholeBatches + 1));
      expect(largestDifference(actual.losses, expected.losses)).toBeLessThan(1e-5);
      actual.end.state.forEach((values, index) => {
        expect(largestDifference(values, expected.end.state[index]!)).toBeLessThan(1e-5);
      });
      expect(actual.end.state[3]![0]).toBe(wholeBatches + 1);
      expect(actual.losses[16]).toBeLessThan(actual.losses[0]!);
    },
  );
});
