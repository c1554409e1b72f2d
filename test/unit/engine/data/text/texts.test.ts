import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../../../../src/shared/encoding';
import { load, positionOf, reportOf } from '../support';

const experimentOf = (task: string, feature = '"maxTokens": 4'): string => `{
  "data": {
    "train": "train.jsonl",
    "test": "test.jsonl",
    "split": { "validation": 0 },
    "features": { "text": { "type": "text", ${feature} } }
  },
  "tasks": { "task": { ${task} } },
  "model": {
    "architecture": "hard-sharing",
    "encoders": { "text": [{ "embedding": 4 }, { "globalPool": "max" }] },
    "shared": [],
    "heads": {}
  }
}`;
const binaryTask = '"type": "binary", "target": "y"';
const binary = experimentOf(binaryTask);
const lines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const vocabularyOf = ({ inputs = [] }: Encoding): readonly string[] => {
  const [input] = inputs;
  return input?.encoding.type === 'text' ? input.encoding.vocabulary : [];
};

describe('a text feature', () => {
  const train = lines([
    { text: 'Good shoes good', y: 1 },
    { text: 'bad', y: 0 },
    { text: '', y: 1 },
  ]);

  it('has the vocabulary of the training part and zeros behind its tokens', async () => {
    const test = lines([{ text: 'bad new shoes', y: 0 }]);
    const {
      encoding,
      train: part,
      test: other,
    } = await load(binary, {
      'train.jsonl': train,
      'test.jsonl': test,
    });
    expect(vocabularyOf(encoding)).toEqual(['<padding>', '<unknown>', 'good', 'bad', 'shoes']);
    expect([...part.inputs![0]!]).toEqual([2, 4, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
    expect([...other.inputs![0]!]).toEqual([3, 1, 4, 0]);
    expect(encoding.width).toBe(0);
  });

  it('says what is cut off, empty, or not UTF-8, and where', async () => {
    const { warnings } = await load(binary, {
      'train.jsonl': train,
      'test.jsonl': lines([
        { text: 'one two three four five', y: 0 },
        { text: 'caf\uFFFD', y: 1 },
        { text: 'a\0b', y: 1 },
      ]),
    });
    expect(warnings).toContain(
      "'text' has more than 4 tokens, and is cut off there, first in test.jsonl, line 1, in 1 of 6 rows.",
    );
    expect(warnings).toContain(
      "'text' has no token, first in train.jsonl, line 3, in 1 of 6 rows.",
    );
    expect(warnings).toContain(
      "'text' has NUL or bytes that are not UTF-8 text, first in test.jsonl, line 2, in 2 of 6 rows.",
    );
  });
});

describe('unknown words read by their shape', () => {
  const feature = '"maxTokens": 4, "lowercase": false, "unknown": "shape"';

  it('have the vectors that words of the training part that occur once have trained', async () => {
    const { encoding, train, test } = await load(experimentOf(binaryTask, feature), {
      'train.jsonl': lines([
        { text: ['use', '--noEmit', '.'], y: 1 },
        { text: ['use', '--outFile', '.'], y: 0 },
        { text: ['once', '{0}'], y: 0 },
      ]),
      'test.jsonl': lines([{ text: ['use', '--allowJs', 'never', '{0}'], y: 0 }]),
    });
    expect(vocabularyOf(encoding)).toEqual(['<padding>', '<unknown>', '.', '<-xXx>', 'use']);
    expect([...train.inputs![0]!]).toEqual([4, 3, 2, 0, 4, 3, 2, 0, 1, 1, 0, 0]);
    expect([...test.inputs![0]!]).toEqual([4, 3, 1, 1]);
  });

  it('are words', async () => {
    const bytePairs = experimentOf(binaryTask, `${feature}, "tokens": "bytePairs"`);
    const file = { 'train.jsonl': lines([{ text: 'a', y: 1 }]) };
    expect(await reportOf(load(bytePairs, file))).toMatchObject({
      kind: 'experiment',
      code: 'token-misfit',
      location: positionOf(bytePairs, '"shape"'),
    });
  });
});

describe('several labels a row', () => {
  it('are those between separators, which make none of their own', async () => {
    const rows = ['red|big', 'red||big|', ' big ', '|'].map((labels) => ({ text: 'a', labels }));
    const multilabel = experimentOf('"type": "multilabel", "target": "labels"');
    const files = {
      'train.jsonl': lines(rows),
      'test.jsonl': lines([{ text: 'b', labels: 'red' }]),
    };
    const { encoding, train } = await load(multilabel, files);
    expect(encoding.tasks[0]!.classes).toEqual(['big', 'red']);
    expect([...train.targets['task']!.values]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });
});

describe('labels of tokens', () => {
  const tagging = experimentOf('"type": "tagging", "target": "labels"');
  const train = lines([
    { text: ['see', 'New', 'York'], labels: ['O', 'B-LOC', 'I-LOC'] },
    { text: 'go on', labels: 'O O' },
    { text: 'no label' },
  ]);

  it('are classes from 1 on, in lists and texts, and may be missing', async () => {
    const { encoding, train: part } = await load(tagging, {
      'train.jsonl': train,
      'test.jsonl': lines([{ text: 'New', labels: 'B-LOC' }]),
    });
    expect(encoding.tasks[0]).toMatchObject({
      classes: ['B-LOC', 'I-LOC', 'O'],
      outputs: 3,
      targetShape: [4],
      feature: 'text',
    });
    expect([...part.targets['task']!.values]).toEqual([3, 1, 2, 0, 3, 3, 0, 0, 0, 0, 0, 0]);
    expect([...part.targets['task']!.mask!]).toEqual([1, 1, 0]);
  });

  it('must be as many as the tokens', async () => {
    const test = lines([
      { text: 'ok', labels: 'O' },
      { text: 'two words', labels: 'O O O' },
    ]);
    expect(
      await reportOf(load(tagging, { 'train.jsonl': train, 'test.jsonl': test })),
    ).toMatchObject({
      kind: 'data',
      code: 'uneven-labels',
      message: "'labels' has 3 labels here, and 'text' has 2 tokens.",
      location: positionOf(test, '"O O O"'),
    });
  });

  it.each([[null], [{ id: 1 }], [['O']]])('are texts, not %j', async (other) => {
    const files = {
      'train.jsonl': train + lines([{ text: ['a', 'b'], labels: ['O', other] }]),
      'test.jsonl': train,
    };
    expect(await reportOf(load(tagging, files))).toMatchObject({
      code: 'no-label',
      message: "A list in 'labels' has something that is no label: null, a list or an object.",
      location: { line: 4 },
    });
    const multilabel = experimentOf('"type": "multilabel", "target": "labels"');
    expect(await reportOf(load(multilabel, files))).toMatchObject({
      code: 'no-label',
      location: { line: 4 },
    });
  });

  it('must be those of the training table', async () => {
    const test = lines([{ text: 'Paul', labels: 'B-PER' }]);
    expect(
      await reportOf(load(tagging, { 'train.jsonl': train, 'test.jsonl': test })),
    ).toMatchObject({ code: 'unknown-label', location: positionOf(test, '"B-PER"') });
  });

  it('need a text of words', async () => {
    const bytePairs = experimentOf(
      '"type": "tagging", "target": "labels"',
      '"maxTokens": 4, "tokens": "bytePairs"',
    );
    expect(await reportOf(load(bytePairs, { 'train.jsonl': train }))).toMatchObject({
      kind: 'experiment',
      code: 'token-misfit',
    });
  });
});

describe('texts to write', () => {
  it('end with an end, and one that is missing is masked', async () => {
    const sequence = experimentOf(
      '"type": "sequence", "target": "to", "maxTokens": 3, "tokens": "words", "decoder": { "heads": 2 }',
    );
    const { encoding, train, warnings } = await load(sequence, {
      'train.jsonl': lines([
        { text: 'a', to: 'eins' },
        { text: 'b' },
        { text: 'c', to: 'eins zwei eins' },
      ]),
      'test.jsonl': lines([{ text: 'a', to: 'drei' }]),
    });
    const [task] = encoding.tasks;
    expect(task!.text!.vocabulary.slice(2)).toEqual(['<start>', '<end>', 'eins', '▁eins', '▁zwei']);
    expect(task!.outputs).toBe(6);
    expect([...train.targets['task']!.values]).toEqual([4, 3, 0, 0, 0, 0, 4, 6, 5]);
    expect([...train.targets['task']!.mask!]).toEqual([1, 0, 1]);
    expect(train.targets['task']!.texts).toEqual(['eins', '', 'eins zwei eins']);
    expect(warnings.join()).toContain("'to' has more than 3 tokens");
  });
});
