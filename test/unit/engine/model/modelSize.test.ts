import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { checkModelSize } from '../../../../src/engine/model/modelSize';
import { MtlError } from '../../../../src/shared/errors';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { encodedTask, regression } from '../support';

const gigabyte = 2 ** 30;

/** Checks 100 inputs -> `units` shared -> a head of `head` -> 1, with Adam. */
function check(units: number, head: number, batchSize: number, memory: number): readonly string[] {
  const text = `{
  "data": { "train": "t.csv" },
  "tasks": { "y": { "type": "regression", "target": "y" } },
  "model": {
    "shared": [{ "dense": ${units} }],
    "heads": { "default": [{ "dense": ${head} }] }
  },
  "training": { "batchSize": ${batchSize} }
}`;
  const source = { file: 'e.mtl.json', text, experiment: parseExperiment(text, 'e.mtl.json') };
  const encoding = { width: 100, features: [], tasks: [encodedTask('y', regression)] };
  return checkModelSize(source, buildModel(source.experiment.model, encoding).graph, 1e6, memory);
}

function reportOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof MtlError) return error.report;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a model of 41 million parameters', () => {
  // 100 x 6400 + 6400, 6400 x 6400 + 6400, 6400 + 1; 36 numbers of four bytes each are 5.6 GB.
  const hint =
    "'tasks/y/dense0' (dense 6400 · relu) alone takes 5.5 GB for 40,966,400 parameters; " +
    'give it fewer units or fewer inputs.';

  test('is fine where there is much memory', () => {
    expect(check(6400, 6400, 32, 64 * gigabyte)).toEqual([]);
  });

  test('is warned of where it takes much of the memory', () => {
    expect(check(6400, 6400, 32, 8 * gigabyte)).toEqual([
      'Training takes about 5.6 GB of 8.0 GB of memory: 41,619,201 parameters, batches of 32 rows. ' +
        hint,
    ]);
  });

  test('is an error at its largest layers where there is not enough', () => {
    expect(reportOf(() => check(6400, 6400, 32, gigabyte))).toEqual({
      kind: 'experiment',
      code: 'model-too-large',
      message:
        'Training would take about 5.6 GB of 1.0 GB of memory: 41,619,201 parameters, batches of 32 rows.',
      hint,
      location: { file: 'e.mtl.json', line: 6, column: 27 },
    });
  });
});

test('a batch too large for the units is named as such', () => {
  expect(reportOf(() => check(2000, 10, 100_000, gigabyte))).toMatchObject({
    hint: "'shared/dense0' (dense 2000 · relu) alone takes 2.3 GB; make training.batchSize smaller.",
    location: { line: 8, column: 30 },
  });
});
