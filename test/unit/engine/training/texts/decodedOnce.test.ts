import { expect, it } from 'vitest';
import { openBackend } from '../../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../../src/engine/backend/program';
import { Evaluation } from '../../../../../src/engine/training/evaluate';
import { builtInMeasures } from '../../../../../src/engine/training/measures';
import { Decoding } from '../../../../../src/engine/training/texts/decoding';
import { drawnWeights, encodingFor, ids, sentences, tokens, writingModel } from './writing';

/** A backend that notes the rows of each call of the encoder. */
function noting(backend: Backend, encoded: number[][]): Backend {
  return {
    info: backend.info,
    dispose: () => backend.dispose(),
    async compile(spec) {
      const program = await backend.compile(spec);
      if (spec.name !== 'encoder') return program;
      return {
        dispose: () => program.dispose(),
        run(run) {
          encoded.push([...new Set(run.indices)]);
          return program.run(run);
        },
      };
    },
  };
}

it('writes the text of a row once, for the metrics and for the examples', async () => {
  const encoded: number[][] = [];
  const backend = await openBackend('onnxruntime', 1, 0);
  const encoding = encodingFor(1, { decodedRows: 6, metrics: ['chrf'] });
  const model = writingModel(encoding);
  const theta = drawnWeights(model);
  const target = {
    values: new Float32Array(sentences * tokens).fill(3),
    texts: Array.from({ length: sentences }, () => 'a b c'),
  };
  const dataset = {
    rows: sentences,
    features: new Float32Array(),
    inputs: [ids],
    targets: { other: target, asked: target },
  };
  const noted = noting(backend, encoded);
  const evaluation = new Evaluation(noted, model, encoding, dataset, 'validation', builtInMeasures);
  const { signal } = new AbortController();
  const evaluated = await evaluation.run(theta, 1, signal);
  expect(encoded.splice(0)).toEqual([
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5],
  ]);
  const { texts } = await evaluated!.ofRows(Int32Array.of(0, 2, 4, 11, 17));
  expect(encoded.splice(0)).toEqual([
    [11, 17],
    [11, 17],
  ]);
  await evaluated!.ofRows(Int32Array.of(5, 1));
  expect(encoded).toEqual([]);

  const decoding = new Decoding(backend, model, encoding, encoding.tasks[1]!);
  const written = await decoding.write(theta, [ids], Int32Array.of(0, 2, 4, 11, 17), signal);
  expect([0, 2, 4, 11, 17].map((row) => texts['asked']!.get(row))).toEqual(written);
  expect(new Set(written).size).toBeGreaterThan(2);
  await decoding.dispose();
  await evaluation.dispose();
  await backend.dispose();
});
