/** Code of a cell without a value, or with a text beyond the limit. */
export const noCategory = -1;

/** A column read as texts from a small set, each text kept once. */
export class CategoryColumn {
  /** The different texts, in order of appearance; a code is a position here. */
  readonly texts: string[] = [];
  /** Rows by code. */
  readonly counts: number[] = [];
  missing = 0;
  /** There were more different texts than the limit; the further ones are not kept. */
  isOverfull = false;
  private readonly codeOf = new Map<string, number>();
  private buffer = new Int32Array(1024);
  private length = 0;

  constructor(private readonly limit = Infinity) {}

  /** [rows]: codes, {@link noCategory} where there is none. */
  get codes(): Int32Array {
    return this.buffer.subarray(0, this.length);
  }

  push(text: string): void {
    const code = this.codeOf.get(text) ?? this.newCode(text);
    if (code !== noCategory) this.counts[code] = (this.counts[code] ?? 0) + 1;
    this.append(code);
  }

  pushMissing(): void {
    this.missing++;
    this.append(noCategory);
  }

  private newCode(text: string): number {
    if (this.texts.length >= this.limit) {
      this.isOverfull = true;
      return noCategory;
    }
    this.codeOf.set(text, this.texts.length);
    this.counts.push(0);
    return this.texts.push(text) - 1;
  }

  private append(code: number): void {
    if (this.length === this.buffer.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = code;
  }
}
