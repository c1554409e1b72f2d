import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTable } from '../../../../src/engine/data/tableFile';
import { encodeTable } from '../../../../src/engine/predict/encodeTable';
import { folderWith, load } from '../data/support';

const experiment = `{
  "data": {
    "train": "t.csv",
    "split": { "validation": 0, "test": 0 },
    "features": { "text": { "type": "text", "maxTokens": 3 } }
  },
  "tasks": { "y": { "type": "binary", "target": "y" } },
  "model": {
    "architecture": "hard-sharing",
    "encoders": { "text": [{ "embedding": 4 }, { "globalPool": "max" }] }
  }
}`;

test('new texts are encoded as those of training, with what a person should know of them', async () => {
  const { encoding } = await load(experiment, { 't.csv': 'text,y\ngood day,1\nbad day,0\n' });
  const text = 'text\nday good\n""\nday day day bad\ncafé\n';
  const folder = folderWith({ 'new.csv': Buffer.from(text, 'latin1') });
  const { inputs, warnings } = await encodeTable(
    encoding,
    await openTable(join(folder, 'new.csv')),
    [''],
  );
  // 1 is unknown: what is no letter ends a word.
  expect([...inputs![0]!]).toEqual([2, 4, 0, 0, 0, 0, 2, 2, 2, 1, 1, 0]);
  expect(warnings).toEqual([
    "'text' has more than 3 tokens, and is cut off there, first in new.csv, line 4, in 1 of 4 rows.",
    "'text' has no token, first in new.csv, line 3, in 1 of 4 rows.",
    "'text' has NUL or bytes that are not UTF-8 text, first in new.csv, line 5, in 1 of 4 rows.",
  ]);
});
