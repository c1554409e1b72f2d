import { describe, expect, it } from 'vitest';
import { bleu, mtevalTokens } from '../../../../../src/engine/training/texts/bleu';
import { chrf } from '../../../../../src/engine/training/texts/chrf';
import {
  spansOf,
  taggingMetrics,
  tokenAccuracy,
} from '../../../../../src/engine/training/tokenMetrics';
import type { EncodedTask } from '../../../../../src/shared/encoding';
import { corpora } from '../../../../fixtures/texts/scores.json';

describe('scores of texts', () => {
  const cases = corpora.map((corpus) => [corpus.texts.join(' / '), corpus] as const);

  it.each(cases)('are those of sacrebleu: %s', (_, { texts, references, ...scores }) => {
    expect(bleu(texts, references)).toBeCloseTo(scores.bleu, 8);
    expect(chrf(texts, references)).toBeCloseTo(scores.chrf, 8);
  });

  it('BLEU keeps numbers and splits marks', () => {
    expect(mtevalTokens('It costs 1,000.50, "really"!')).toEqual([
      ...['It', 'costs', '1,000.50', ',', '"', 'really', '"', '!'],
    ]);
  });
});

describe('scores of labels', () => {
  it('finds spans as conlleval does', () => {
    const spans = (labels: string): string[] =>
      spansOf(labels.split(' ')).map(({ start, end, label }) => `${start} ${end} ${label}`);
    expect(spans('O B-PER I-PER O B-LOC')).toEqual(['1 3 PER', '4 5 LOC']);
    // A new one begins at B-, at another type, and at I- after O.
    expect(spans('B-PER B-PER I-LOC O I-LOC')).toEqual([
      '0 1 PER',
      '1 2 PER',
      '2 3 LOC',
      '4 5 LOC',
    ]);
    expect(spans('O O')).toEqual([]);
  });

  const classes = ['B-X', 'I-X', 'O'];
  const task: EncodedTask = {
    name: 'spans',
    spec: { type: 'tagging', target: 'labels', metrics: ['f1'] },
    outputs: 3,
    targetShape: [4],
    outputShape: [4],
    classes,
    scale: 1,
    shift: 0,
  };
  const ids = (rows: readonly string[]): Float32Array =>
    Float32Array.from(
      rows.flatMap((row) => {
        const known = row.split(' ').map((label) => classes.indexOf(label) + 1);
        return [...known, ...new Array<number>(4 - known.length).fill(0)];
      }),
    );

  it('counts whole spans, and tokens without padding', () => {
    const targets = ids(['B-X I-X O B-X', 'O B-X']);
    // The first span is too short, the second right, the third right; padding is predicted, too.
    const outputs = ids(['B-X O O B-X', 'O B-X O O']);
    const metric = taggingMetrics(task, { outputs, targets });
    expect(metric('precision')).toBeCloseTo(2 / 3);
    expect(metric('recall')).toBeCloseTo(2 / 3);
    expect(metric('f1')).toBeCloseTo(2 / 3);
    expect(metric('accuracy')).toBeCloseTo(5 / 6);
    expect(tokenAccuracy({ outputs, targets })).toBeCloseTo(5 / 6);
  });

  it('is 0 where nothing was found, and not defined where there is nothing to find', () => {
    const nothing = ids(['O O O O']);
    expect(taggingMetrics(task, { outputs: nothing, targets: ids(['B-X O O O']) })('f1')).toBe(0);
    expect(taggingMetrics(task, { outputs: nothing, targets: nothing })('f1')).toBeNaN();
  });
});
