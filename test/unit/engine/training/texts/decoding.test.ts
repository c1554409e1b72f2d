import { logSoftmax, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../../src/engine/backend/program';
import { inputColumns } from '../../../../../src/engine/model/inputs';
import type { Model } from '../../../../../src/engine/model/model';
import {
  chosen,
  continuations,
  kept,
  type Hypothesis,
} from '../../../../../src/engine/training/texts/beamSearch';
import { Decoding } from '../../../../../src/engine/training/texts/decoding';
import type { Encoding } from '../../../../../src/shared/encoding';
import {
  drawnWeights,
  encodingFor,
  ids,
  outputs,
  sentences,
  tokens,
  vocabulary,
  writingModel,
} from './writing';

/** The last task's text of each row, every token by a pass of the whole model. */
async function recomputed(
  backend: Backend,
  model: Model,
  theta: Float32Array,
  encoding: Encoding,
  beam: number,
): Promise<string[]> {
  const program = await backend.compile({
    name: 'whole',
    batchSize: sentences * beam,
    state: [{ name: 'theta', shape: [theta.length], dtype: 'float32' }],
    columns: inputColumns(encoding).slice(0, 1),
    stepInputs: [{ name: 'written', shape: [sentences * beam, tokens], dtype: 'float32' }],
    step({ state: [parameters], batch, inputs: [written] }) {
      const given = [...batch, written as Tensor, written as Tensor];
      const { outputs } = model.forward(given, model.layout.weights(parameters as Tensor1D));
      return { state: [parameters!], outputs: [logSoftmax(outputs[1]!)] };
    },
  });
  let all = Array.from({ length: sentences }, (_, row): Hypothesis => {
    return { row, ids: [], score: 0, isDone: false };
  });
  for (let place = 0; place < tokens; place++) {
    const written = new Float32Array(sentences * beam * tokens);
    const indices = new Int32Array(sentences * beam);
    all.forEach(({ row, ids }, at) => {
      written.set(ids, at * tokens);
      indices[at] = row;
    });
    const run = { state: [theta], columns: [ids], indices, inputs: [written] };
    const logProbabilities = (await program.run(run)).outputs[0]!;
    const longer = all.flatMap((each, at) => {
      if (each.isDone) return [each];
      const start = (at * tokens + place) * outputs;
      return continuations(each, logProbabilities.subarray(start, start + outputs), beam);
    });
    all = kept(longer, beam);
  }
  await program.dispose();
  const best = chosen(all);
  return Array.from({ length: sentences }, (_, row) =>
    best
      .get(row)!
      .map((id) => vocabulary[id]!.slice(1))
      .join(' '),
  );
}

describe.each(['onnxruntime', 'cpu'] as const)('writing texts on %s', (choice) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend(choice, 1, 0);
  });
  afterAll(() => backend.dispose());

  it.each([1, 3])(
    'says what the whole model says token by token, with a beam of %i',
    async (beam) => {
      const encoding = encodingFor(beam);
      const model = writingModel(encoding);
      const theta = drawnWeights(model);
      const decoding = new Decoding(backend, model, encoding, encoding.tasks[1]!);
      const rows = Int32Array.from({ length: sentences }, (_, row) => row);
      const { signal } = new AbortController();
      const written = await decoding.write(theta, [ids], rows, signal);
      await decoding.dispose();
      expect(new Set(written).size).toBeGreaterThan(4);
      expect(written).toEqual(await recomputed(backend, model, theta, encoding, beam));
    },
  );
});
