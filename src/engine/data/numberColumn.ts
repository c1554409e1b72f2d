import { NumberBlocks } from './numberBlocks';
import { parseNumber } from './parseNumber';

/** Models compute in single precision: the largest number that it has. */
const mostNumber = 2 ** 128 - 2 ** 104;

/** A text in a number column that is no number, or a larger one than {@link mostNumber}. */
export interface InvalidText {
  readonly text: string;
  /** The first row that has it, counted from 0. */
  readonly row: number;
}

/** A column read as numbers. */
export interface Numbers {
  readonly rows: number;
  readonly missing: number;
  readonly invalidCount: number;
  /** Different texts that are no numbers, or too large ones, the first hundred. */
  readonly invalid: ReadonlyMap<string, InvalidText>;
  /** The number in a row; NaN where there is none. */
  at(row: number): number;
}

/** Whether it is a number that single precision has. */
export function fitsModel(value: number): boolean {
  return Math.abs(value) <= mostNumber;
}

export const mostInvalidTexts = 100;

/** Numbers of a column, each kept by itself. */
export class NumberColumn implements Numbers {
  readonly invalid = new Map<string, InvalidText>();
  invalidCount = 0;
  missing = 0;
  private readonly values = new NumberBlocks();

  /** A column that starts with given numbers. */
  static from(numbers: Numbers): NumberColumn {
    const column = new NumberColumn();
    for (let row = 0; row < numbers.rows; row++) column.values.push(numbers.at(row));
    for (const [text, invalid] of numbers.invalid) column.invalid.set(text, invalid);
    column.invalidCount = numbers.invalidCount;
    column.missing = numbers.missing;
    return column;
  }

  get rows(): number {
    return this.values.length;
  }

  at(row: number): number {
    return this.values.at(row);
  }

  /** As {@link NumberBlocks.release}. */
  release(end: number): void {
    this.values.release(end);
  }

  push(text: string): void {
    const value = parseNumber(text);
    if (!fitsModel(value)) this.noteInvalid(text);
    this.values.push(value);
  }

  pushMissing(): void {
    this.missing++;
    this.values.push(Number.NaN);
  }

  private noteInvalid(text: string): void {
    this.invalidCount++;
    if (this.invalid.size < mostInvalidTexts && !this.invalid.has(text)) {
      this.invalid.set(text, { text, row: this.rows });
    }
  }
}
