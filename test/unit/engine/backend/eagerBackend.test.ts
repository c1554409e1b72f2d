import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { mlpRun, mlpStep } from './mlpStep';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';

it.each(['cpu', 'onnxruntime', 'tfjs-node'] as const)(
  'leaves no tensor behind: %s',
  async (choice) => {
    const backend = await whereTfjsNodeIs(() => openBackend(choice, 1, 0));
    const run = mlpRun(64, 3, 8);
    const first = await backend.compile(mlpStep(8));
    await first.run(run);
    const before = memory();
    const second = await backend.compile(mlpStep(8));
    await second.run(run);
    await second.run(run);
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  },
);

it.each(['cpu', 'tfjs-node'] as const)(
  'does not change the arrays that it is given: %s',
  async (choice) => {
    const backend = await whereTfjsNodeIs(() => openBackend(choice, 1, 0));
    const program = await backend.compile(mlpStep(8));
    const run = mlpRun(64, 3, 8);
    const { state } = await program.run(run);
    expect(run).toEqual(mlpRun(64, 3, 8));
    expect(state[0]).not.toEqual(run.state[0]);
  },
);
