import type { CategoryColumn } from './categoryColumn';
import { fitsModel, mostInvalidTexts, type InvalidText, type Numbers } from './numberColumn';
import { parseNumber } from './parseNumber';

/** The numbers that the texts of a column stand for: parsed once for each different text. */
export class CodedNumbers implements Numbers {
  readonly rows: number;
  readonly missing: number;
  readonly invalidCount: number;
  readonly invalid: ReadonlyMap<string, InvalidText>;
  private readonly codes: Int32Array;
  private readonly valueOf: Float64Array;

  /** @param column not overfull */
  constructor({ texts, codes, counts, firstRows, missing }: CategoryColumn) {
    this.rows = codes.length;
    this.missing = missing;
    this.codes = codes;
    this.valueOf = Float64Array.from(texts, parseNumber);
    const invalid = texts.flatMap((text, code) =>
      fitsModel(this.valueOf[code] ?? Number.NaN)
        ? []
        : [{ text, row: firstRows[code] ?? 0, count: counts[code] ?? 0 }],
    );
    this.invalidCount = invalid.reduce((total, { count }) => total + count, 0);
    this.invalid = new Map(
      invalid.slice(0, mostInvalidTexts).map(({ text, row }) => [text, { text, row }]),
    );
  }

  at(row: number): number {
    return this.valueOf[this.codes[row] ?? -1] ?? Number.NaN;
  }
}
