import { parseNumber } from './parseNumber';

/** A text in a number column that is no number. */
export interface InvalidText {
  readonly text: string;
  /** The first row that has it, counted from 0. */
  readonly row: number;
}

const mostInvalidTexts = 100;

/** A column read as numbers. */
export class NumberColumn {
  /** Different texts that are no numbers, the first hundred. */
  readonly invalid = new Map<string, InvalidText>();
  invalidCount = 0;
  missing = 0;
  private buffer = new Float64Array(1024);
  private length = 0;

  /** [rows]; NaN where there is no number. */
  get values(): Float64Array {
    return this.buffer.subarray(0, this.length);
  }

  push(text: string): void {
    const value = parseNumber(text);
    if (Number.isNaN(value)) this.noteInvalid(text);
    this.append(value);
  }

  pushMissing(): void {
    this.missing++;
    this.append(Number.NaN);
  }

  private append(value: number): void {
    if (this.length === this.buffer.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = value;
  }

  private noteInvalid(text: string): void {
    this.invalidCount++;
    if (this.invalid.size < mostInvalidTexts && !this.invalid.has(text)) {
      this.invalid.set(text, { text, row: this.length });
    }
  }
}
