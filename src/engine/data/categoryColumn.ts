/** Code of a cell without a value. */
export const noCategory = -1;

/** A column read as texts from a small set, each text kept once. */
export class CategoryColumn {
  /** The different texts, in order of appearance; a code is a position here. */
  readonly texts: string[] = [];
  /** Rows by code. */
  readonly counts: number[] = [];
  /** The first row by code, counted from 0. */
  readonly firstRows: number[] = [];
  missing = 0;
  /** There were more different texts than the limit: the rows are not kept. */
  isOverfull = false;
  private readonly codeOf = new Map<string, number>();
  private buffer = new Int32Array(1024);
  private length = 0;

  constructor(private readonly limit = Infinity) {}

  /** [rows]: codes, {@link noCategory} where there is none; empty when the column is overfull. */
  get codes(): Int32Array {
    return this.buffer.subarray(0, this.length);
  }

  push(text: string): void {
    if (this.isOverfull) return;
    const code = this.codeOf.get(text) ?? this.newCode(text);
    if (this.isOverfull) return;
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    this.append(code);
  }

  pushMissing(): void {
    this.missing++;
    if (!this.isOverfull) this.append(noCategory);
  }

  private newCode(text: string): number {
    if (this.texts.length >= this.limit) {
      this.isOverfull = true;
      this.buffer = new Int32Array(0);
      this.length = 0;
      this.codeOf.clear();
      return noCategory;
    }
    // A copy: the text of a cell keeps alive the piece of the file that it is cut from.
    const kept = Buffer.from(text).toString();
    this.codeOf.set(kept, this.texts.length);
    this.counts.push(0);
    this.firstRows.push(this.length);
    return this.texts.push(kept) - 1;
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
