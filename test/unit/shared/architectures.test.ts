import { describe, expect, test } from 'vitest';
import schema from '../../../media/experiment.schema.json';
import { MtlError, type ErrorReport } from '../../../src/shared/errors';
import { parseExperiment } from '../../../src/shared/parseExperiment';

const binary = '{ "type": "binary", "target": "a" }';
const regression = '{ "type": "regression", "target": "b" }';
const two = `"one": ${binary}, "two": ${binary}`;

function textOf(model: string, tasks = two): string {
  return `{\n"data": { "train": "t.csv" },\n"tasks": { ${tasks} },\n"model": ${model}\n}`;
}

function problemOf(text: string): ErrorReport {
  try {
    parseExperiment(text, 'test.mtl.json');
  } catch (error) {
    if (error instanceof MtlError) return error.report;
    throw error;
  }
  throw new Error('the experiment is valid');
}

const layers = {
  shared: [{ dense: 64, activation: 'relu', l2: 0 }],
  heads: { default: [{ dense: 32, activation: 'relu', l2: 0 }] },
};

describe('an architecture', () => {
  test.each([
    ['hard-sharing', {}],
    ['additive', { lambdaShared: 0, lambdaTask: 0.01 }],
    ['cross-stitch', { ownWeight: 0.9, perUnit: false }],
    ['sluice', { subspaces: 2, ownWeight: 0.9, orthogonality: 0.01 }],
    ['mmoe', { experts: 4, oneGate: false }],
    ['cgc', { sharedExperts: 2, taskExperts: 1 }],
    ['ple', { sharedExperts: 1, taskExperts: 1, levels: 2 }],
    ['mtan', { maskUnits: 32 }],
    ['dselect-k', { experts: 4, selectors: 2, gamma: 1, entropy: 0.001 }],
    ['learned-branching', { temperature: 5, annealing: 0.5 }],
    ['film', {}],
    ['adapters', { adapter: 'bottleneck', rank: 8 }],
    ['esmm', {}],
    ['aitm', { calibration: 0.6 }],
  ])('%s has its own settings, with defaults', (architecture, settings) => {
    const { model } = parseExperiment(
      textOf(`{ "architecture": "${architecture}" }`),
      'a.mtl.json',
    );
    expect(model).toEqual({ architecture, ...layers, ...settings });
  });

  test('is in the list above when the schema offers it', () => {
    expect(schema.definitions.model.properties.architecture.enum).toHaveLength(15);
  });

  test.each(['{ "module": "./m.ts" }', '{ "architecture": "module", "module": "./m.ts" }'])(
    'a module stands in place of layers: %s',
    (text) => {
      const { model } = parseExperiment(textOf(text), 'a.mtl.json');
      const empty = { shared: [], heads: { default: [] } };
      expect(model).toEqual({ architecture: 'module', module: './m.ts', ...empty });
      // What a run has recorded can be trained again.
      expect(parseExperiment(textOf(JSON.stringify(model)), 'a.mtl.json').model).toEqual(model);
    },
  );

  test.each([
    ['{ "architecture": "mmoe", "levels": 2 }', '"levels"', "There is no key 'levels' in model."],
    ['{ "experts": 2 }', '"experts"', "There is no key 'experts' in model."],
    ['{ "module": "m.ts", "experts": 2 }', '"experts"', "There is no key 'experts' in model."],
    ['{ "architecture": "module" }', '{', "model needs the key 'module'."],
    [
      '{ "module": "m.py" }',
      '"m.py"',
      'model.module: A module is a file of TypeScript or JavaScript: .ts or .js.',
    ],
    [
      '{ "module": "m.ts", "shared": [{ "dense": 2 }] }',
      '[{',
      'model.shared: the module builds all layers.',
    ],
    ['{ "architecture": "mmoe", "experts": 0 }', '0', 'model.experts must be at least 1.'],
    [
      '{ "architecture": "adapters", "adapter": "lora" }',
      '"lora"',
      'model.adapter must be one of "bottleneck", "low-rank".',
    ],
  ])('refuses settings it does not have: %s', (model, part, message) => {
    const text = textOf(model);
    const problem = problemOf(text);
    expect(problem.message).toBe(message);
    const line = text.split('\n')[3]!;
    expect(problem.location).toMatchObject({ line: 4, column: line.lastIndexOf(part) + 1 });
  });

  test.each([
    [
      '{ "architecture": "cross-stitch" }',
      `"one": ${binary}`,
      "model.architecture: 'cross-stitch' needs at least two tasks.",
    ],
    [
      '{ "architecture": "aitm" }',
      `"one": ${binary}`,
      "model.architecture: 'aitm' needs at least two tasks.",
    ],
    [
      '{ "architecture": "esmm" }',
      `${two}, "three": ${binary}`,
      "model.architecture: 'esmm' needs exactly two tasks, and there are 3.",
    ],
    [
      '{ "architecture": "esmm" }',
      `"one": ${binary}, "two": ${regression}`,
      "tasks.two: the architecture 'esmm' takes binary tasks only, not regression.",
    ],
    [
      '{ "architecture": "mtan", "shared": [{ "dropout": 0.1 }] }',
      two,
      "model.shared: the architecture 'mtan' needs a dense layer or a convolution.",
    ],
    [
      '{ "architecture": "dselect-k", "experts": 3, "selectors": 4 }',
      two,
      'model.selectors: a task cannot select 4 of 3 experts.',
    ],
    [
      '{ "architecture": "sluice", "shared": [{ "dense": 8 }, { "dense": 4 }] }',
      two,
      "model.shared: the architecture 'sluice' combines all dense layers, so they need the same number of units.",
    ],
    [
      '{ "architecture": "sluice", "shared": [{ "dense": 9 }] }',
      two,
      'model.subspaces: 9 units cannot be split into 2 equal parts.',
    ],
  ])('says what the tasks and layers must be: %s, %s', (model, tasks, message) => {
    expect(problemOf(textOf(model, tasks))).toMatchObject({
      message,
      hint: expect.stringMatching(/.+/) as string,
    });
  });

  test('points at the task that does not fit', () => {
    const text = textOf('{ "architecture": "aitm" }', `"one": ${binary}, "two": ${regression}`);
    const line = text.split('\n')[2]!;
    const place = { line: 3, column: line.indexOf('"regression"') + 1 };
    expect(problemOf(text).location).toMatchObject(place);
  });
});
