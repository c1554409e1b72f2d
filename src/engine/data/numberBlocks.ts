const rowsPerBlock = 2 ** 14;
const mostDecimals = 9;
/** Stands for NaN in a block of decimals. */
const none = -(2 ** 31);

/** `rowsPerBlock` numbers: as they are, or as whole multiples of 1 / factor, a power of ten. */
type Block =
  | { readonly values: Float64Array; readonly factor: undefined }
  | { readonly values: Int32Array; readonly factor: number };

/**
 * A growing list of numbers. Numbers of few digits, as people write them, take four bytes each; all
 * come back as they were, bit for bit (-0 as 0).
 */
export class NumberBlocks {
  private readonly blocks: Block[] = [];
  private readonly last = new Float64Array(rowsPerBlock);
  private lastLength = 0;
  private decimals = 0;

  get length(): number {
    return this.blocks.length * rowsPerBlock + this.lastLength;
  }

  push(value: number): void {
    this.last[this.lastLength++] = value;
    if (this.lastLength < rowsPerBlock) return;
    this.blocks.push(this.packed());
    this.lastLength = 0;
  }

  /** NaN beyond the end. */
  at(index: number): number {
    const offset = index % rowsPerBlock;
    const block = this.blocks[(index - offset) / rowsPerBlock];
    if (!block) return index < this.length ? (this.last[offset] ?? Number.NaN) : Number.NaN;
    const value = block.values[offset] ?? Number.NaN;
    if (block.factor === undefined) return value;
    return value === none ? Number.NaN : value / block.factor;
  }

  /** The numbers of `last`, with as many decimals as this column needed so far, or more. */
  private packed(): Block {
    for (; this.decimals <= mostDecimals; this.decimals++) {
      const factor = 10 ** this.decimals;
      const values = multiples(this.last, factor);
      if (values) return { values, factor };
    }
    return { values: this.last.slice(), factor: undefined };
  }
}

/** Numbers as multiples of 1 / factor; undefined when one of them is none that fits. */
function multiples(numbers: Float64Array, factor: number): Int32Array | undefined {
  const whole = new Int32Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index] ?? Number.NaN;
    const multiple = Math.round(number * factor);
    if (Number.isNaN(number)) whole[index] = none;
    else if (Math.abs(multiple) >= -none || multiple / factor !== number) return undefined;
    else whole[index] = multiple;
  }
  return whole;
}
