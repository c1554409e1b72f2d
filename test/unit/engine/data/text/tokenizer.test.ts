import { describe, expect, it } from 'vitest';
import {
  applyBytePairs,
  learnBytePairs,
  mergeRanks,
} from '../../../../../src/engine/data/text/bytePairs';
import { learnTokens, Tokenizer } from '../../../../../src/engine/data/text/tokenizer';
import { shapeToken } from '../../../../../src/engine/data/text/wordShape';
import { joinMarked, listedTokens, wordsOf } from '../../../../../src/engine/data/text/words';
import { endId, specialTokens, targetTokens } from '../../../../../src/shared/specialTokens';

const plain = { lowercase: false, hasSpaces: false };

describe('words', () => {
  it.each([
    ["It's 3 o’clock, isn't it?", ["It's", '3', 'o’clock', ',', "isn't", 'it', '?']],
    ['Straße, naïve, déjà-vu', ['Straße', ',', 'naïve', ',', 'déjà', '-', 'vu']],
    // A letter and its accent apart are one letter.
    ['cafe\u0301', ['café']],
    ['Привет мир', ['Привет', 'мир']],
    ['我喜欢 cats。', ['我', '喜', '欢', 'cats', '。']],
    ['नमस्ते', ['नमस्ते']],
    ['👍🏽 ok', ['👍', '🏽', 'ok']],
    ['  \n\t ', []],
    ['', []],
  ])('of %j', (text, tokens) => {
    expect(wordsOf(text, plain)).toEqual(tokens);
  });

  it('in lower case', () => {
    expect(wordsOf('ÀB İ', { ...plain, lowercase: true })[0]).toBe('àb');
  });

  it('that know their spaces can be put together again', () => {
    const text = "Le type « {0} » n'est pas 1,5 fois (x).";
    expect(joinMarked(wordsOf(text, { lowercase: false, hasSpaces: true }))).toBe(text);
  });

  it('are those of a list where the cell is one', () => {
    expect(listedTokens('["a b", "{0}", 3]')).toEqual(['a b', '{0}', '3']);
    expect(listedTokens('[not a list')).toBeUndefined();
    expect(listedTokens('a text')).toBeUndefined();
  });
});

describe('the shape of a word', () => {
  it.each([
    ['--noEmit', '<-xXx>'],
    ['--exactOptionalPropertyTypes', '<-xXx>'],
    ['esModuleInterop', '<xXx>'],
    ['ES2022', '<Xd>'],
    ['tsconfig.json', '<x.x>'],
    ['{12}', '<{d}>'],
    ['Straße', '<Xx>'],
    ['ΔX', '<X>'],
    ['नमस्ते', '<x>'],
    ['=>', '<=>>'],
    ['', '<>'],
  ])('of %j', (word, shape) => {
    expect(shapeToken(word)).toBe(shape);
  });
});

describe('byte pairs', () => {
  // The example of the paper: low, lower, newest, widest.
  const words = new Map([
    ['low_', 5],
    ['lower_', 2],
    ['newest_', 6],
    ['widest_', 3],
  ]);
  const { characters, merges } = learnBytePairs(words, 100);

  it('merge the most frequent pair first', () => {
    expect(characters[0]).toBe('e');
    expect(merges.slice(0, 4)).toEqual([
      ['e', 's'],
      ['es', 't'],
      ['est', '_'],
      ['l', 'o'],
    ]);
  });

  it('split a new word into known parts', () => {
    const ranks = mergeRanks(merges.slice(0, 5));
    expect(applyBytePairs('lowest_', ranks)).toEqual(['low', 'est_']);
    expect(applyBytePairs('xyz', ranks)).toEqual(['x', 'y', 'z']);
  });

  it('are as many as were asked for', () => {
    const few = learnBytePairs(words, characters.length + 2);
    expect(few.merges).toHaveLength(2);
  });
});

describe('a tokenizer', () => {
  const settings = { lowercase: true, vocabulary: 5, special: specialTokens, hasSpaces: false };

  it('knows the most frequent words; all others are unknown', () => {
    const encoding = learnTokens(['a b a', 'A c b', ''], { ...settings, tokens: 'words' });
    expect(encoding.vocabulary).toEqual(['<padding>', '<unknown>', 'a', 'b', 'c']);
    expect(new Tokenizer(encoding).encode('B z a')).toEqual([3, 1, 2]);
    expect(new Tokenizer(encoding).encode('["C", "A"]')).toEqual([4, 2]);
  });

  it('keeps the most frequent of words and shapes alike', () => {
    const texts = ['a a a Bo Cy', 'Di b c'];
    const options = { ...settings, lowercase: false, tokens: 'words', unknown: 'shape' } as const;
    const encoding = learnTokens(texts, options);
    expect(encoding.vocabulary).toEqual(['<padding>', '<unknown>', '<Xx>', 'a', '<x>']);
    expect(new Tokenizer(encoding).encode('a new Word 7')).toEqual([3, 4, 2, 1]);
    // So may a run be that knows of no shapes.
    const { unknown, ...older } = encoding;
    expect(unknown).toBe('shape');
    expect(new Tokenizer(older).encode('a new Word')).toEqual([3, 1, 1]);
  });

  it('survives being written and read', () => {
    const texts = ['le type attendu', 'le type', 'attendu le'];
    const learned = learnTokens(texts, {
      ...settings,
      tokens: 'bytePairs',
      vocabulary: 40,
      hasSpaces: true,
    });
    const read = JSON.parse(JSON.stringify(learned)) as typeof learned;
    expect(new Tokenizer(read).encode('le attend')).toEqual(
      new Tokenizer(learned).encode('le attend'),
    );
  });

  it('puts texts together again, byte pairs and words alike', () => {
    const texts = ['Identificateur attendu.', "L'analyseur s'attendait à '{1}'."];
    for (const tokens of ['words', 'bytePairs'] as const) {
      const tokenizer = new Tokenizer(
        learnTokens(texts, {
          lowercase: false,
          vocabulary: 200,
          special: targetTokens,
          hasSpaces: true,
          tokens,
        }),
      );
      for (const text of texts) {
        const ids = tokenizer.encode(text);
        expect(tokenizer.decode(ids)).toBe(text);
        expect(Math.min(...ids)).toBeGreaterThan(endId);
      }
    }
  });
});
