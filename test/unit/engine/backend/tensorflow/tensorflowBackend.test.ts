import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openBackend } from '../../../../../src/engine/backend/openBackend';
import type { Backend, ProgramRun, ProgramSpec } from '../../../../../src/engine/backend/program';
import { whereTfjsNodeIs } from '../../../../support/tfjsNode';

const float = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' as const });

/** Adds the batch's sum to a total; `scale` is never changed. */
const summing: ProgramSpec = {
  name: 'sum',
  batchSize: 2,
  state: [float('total', [3]), float('scale', [])],
  columns: [float('features', [3]), { name: 'class', shape: [], dtype: 'int32' }],
  stepInputs: [float('weights', [3])],
  step: ({ state: [total, scale], batch: [features, classes], inputs: [weights] }) => ({
    state: [tf.add(total!, tf.mul(tf.sum(tf.mul(features!, weights!), 0), scale!)), scale!],
    outputs: [classes!, tf.greater(classes!, 5), tf.tensor1d([7]), total!],
  }),
};

const run: ProgramRun = {
  state: [Float32Array.of(0, 0, 1), Float32Array.of(10)],
  columns: [Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), Int32Array.of(4, 5, 6)],
  indices: Int32Array.of(0, 2, 1, 1, 2, 0),
  inputs: [Float32Array.of(1, 1, 1, 0, 1, 0, 0, 0, 0.5)],
};

/** How many tensors and sessions TensorFlow itself holds. */
function held(): { tensors: number; sessions: number } {
  const { binding } = tf.findBackend('tensorflow') as unknown as {
    binding: { getNumOfTensors: () => number; getNumOfSavedModels: () => number };
  };
  return { tensors: binding.getNumOfTensors(), sessions: binding.getNumOfSavedModels() };
}

describe('a program on TensorFlow', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await whereTfjsNodeIs(() => openBackend('tfjs-node', 1, 0));
  });

  it('carries state, takes a value a step, and stacks outputs of every type', async () => {
    const program = await backend.compile(summing);
    const { state, outputs } = await program.run(run);
    expect(state).toEqual([Float32Array.of(80, 200, 1 + 120 + 60), Float32Array.of(10)]);
    expect(outputs).toEqual([
      Float32Array.of(4, 6, 5, 5, 6, 4),
      Float32Array.of(0, 1, 0, 0, 1, 0),
      Float32Array.of(7, 7, 7),
      Float32Array.of(0, 0, 1, 80, 100, 121, 80, 200, 121),
    ]);
    await program.dispose();
  });

  it('hands the data to TensorFlow once, and keeps nothing when all programs are disposed', async () => {
    const before = held();
    const first = await backend.compile(summing);
    const second = await backend.compile({ ...summing, batchSize: 1 });
    expect(held()).toEqual({ ...before, sessions: before.sessions + 2 });
    for (let call = 0; call < 3; call++) {
      await first.run(run);
      await second.run({ ...run, indices: Int32Array.of(0, 1, 2) });
      expect(held().tensors).toBe(before.tensors + run.columns.length);
    }
    await first.dispose();
    expect(held().tensors).toBe(before.tensors + run.columns.length);
    await second.dispose();
    expect(held()).toEqual(before);
  });

  it('sees other data when it is given other arrays', async () => {
    const program = await backend.compile(summing);
    await program.run(run);
    const before = held();
    const other = await program.run({ ...run, columns: [run.columns[0]!, Int32Array.of(1, 2, 3)] });
    expect(other.outputs[0]).toEqual(Float32Array.of(1, 3, 2, 2, 3, 1));
    expect(held()).toEqual(before);
    await program.dispose();
  });

  it('leaves no tensor behind when a run or a compilation fails', async () => {
    const before = { ...held(), numTensors: tf.memory().numTensors };
    const program = await backend.compile({
      ...summing,
      step: ({ state, batch }) => ({
        state,
        outputs: [tf.gather(tf.tensor1d([1, 2]), batch[1] as tf.Tensor1D)],
      }),
    });
    await expect(program.run(run)).rejects.toThrow('is not in [0, 2)');
    await program.dispose();
    const reading = { ...summing, step: () => ({ state: [], outputs: [tf.tensor(0).clone()] }) };
    await (await backend.compile({ ...reading, state: [] })).dispose();
    const failing: ProgramSpec = {
      ...summing,
      step: ({ state }) => {
        tf.exp(state[0]!).dataSync();
        return { state, outputs: [] };
      },
    };
    await expect(backend.compile(failing)).rejects.toMatchObject({
      report: { code: 'value-read-while-compiling' },
    });
    expect({ ...held(), numTensors: tf.memory().numTensors }).toEqual(before);
  });

  it('leaves no temporary file behind, and says so when there is no room for one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mtl-lab-'));
    vi.stubEnv('TMPDIR', folder);
    vi.stubEnv('TEMP', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    });
    await (await backend.compile(summing)).dispose();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    await expect(backend.compile(summing)).rejects.toMatchObject({
      report: { code: 'graph-rejected', message: expect.stringContaining(folder) as unknown },
    });
  });
});
