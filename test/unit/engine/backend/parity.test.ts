import { describe, expect, it } from 'vitest';
import { mlpRun, mlpStep } from './mlpStep';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { ProgramResult } from '../../../../src/engine/backend/program';
import type { BackendChoice } from '../../../../src/shared/messages';

const batchSize = 256;
const lastBatch = 70;
const wholeBatches = 16;

/** An epoch of 16 batches of 256 rows and one of 70, as its own program. */
async function epoch(choice: BackendChoice): Promise<{ losses: number[]; end: ProgramResult }> {
  const backend = await openBackend(choice, 1, 0);
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

describe('an epoch of a two-headed network with Adam', () => {
  it('ends with the same parameters and losses compiled and operation by operation', async () => {
    const compiled = await epoch('onnxruntime');
    const eager = await epoch('cpu');
    expect(compiled.losses).toHaveLength(2 * (wholeBatches + 1));
    expect(largestDifference(compiled.losses, eager.losses)).toBeLessThan(1e-5);
    compiled.end.state.forEach((values, index) => {
      expect(largestDifference(values, eager.end.state[index]!)).toBeLessThan(1e-5);
    });
    expect(compiled.end.state[3]![0]).toBe(wholeBatches + 1);
    expect(compiled.losses[16]).toBeLessThan(compiled.losses[0]!);
  });
});
