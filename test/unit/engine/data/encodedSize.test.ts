import { describe, expect, test } from 'vitest';
import { checkEncodedSize } from '../../../../src/engine/data/encodedSize';
import type { EncodedFeature } from '../../../../src/shared/encoding';
import { MtlError } from '../../../../src/shared/errors';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { positionOf } from './support';

const text = `{
  "data": { "train": "t.csv", "features": { "age": "number", "zip": "category" } },
  "tasks": { "y": { "type": "regression", "target": "y" } }
}`;
const source = { file: 'e.mtl.json', text, experiment: parseExperiment(text, 'e.mtl.json') };
const categories = Array.from({ length: 1000 }, (_, index) => `${index}`);
const features: EncodedFeature[] = [
  {
    name: 'age',
    offset: 0,
    width: 1,
    encoding: { type: 'number', shift: 0, scale: 1, missing: 0 },
  },
  { name: 'zip', offset: 1, width: 1001, encoding: { type: 'category', categories } },
];
const gigabyte = 2 ** 30;

/** Warnings about 600,000 + 200,000 + 200,000 rows of 1,002 numbers: 3.7 GB. */
function check(memory: number): string[] {
  const warnings: string[] = [];
  checkEncodedSize(source, { features }, [600_000, 200_000, 200_000], warnings, memory);
  return warnings;
}

describe('a feature with a thousand categories and a million rows', () => {
  test('is fine where there is much memory', () => {
    expect(check(64 * gigabyte)).toEqual([]);
  });

  test('is warned of where it takes much of the memory', () => {
    expect(check(8 * gigabyte)).toEqual([
      'The encoded features take 3.7 GB of 8.0 GB of memory: 1,000,000 rows of 1,002 numbers. ' +
        "'zip' alone has 1,000 categories; add it to data.ignore, for example.",
    ]);
  });

  test('is an error at the feature where there is not enough', () => {
    let thrown: unknown;
    try {
      check(2 * gigabyte);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MtlError);
    expect((thrown as MtlError).report).toEqual({
      kind: 'data',
      code: 'too-wide',
      message:
        'The encoded features would take 3.7 GB of 2.0 GB of memory: 1,000,000 rows of 1,002 numbers.',
      hint: "'zip' alone has 1,000 categories; add it to data.ignore, for example.",
      location: { file: 'e.mtl.json', ...positionOf(text, '"zip"') },
    });
  });
});
