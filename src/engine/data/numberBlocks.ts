/** Numbers that are packed, and given back, together. */
export const rowsPerBlock = 2 ** 14;
const mostDecimals = 9;
/** Stands for NaN in a block of decimals. */
const none = -(2 ** 31);

/** `rowsPerBlock` numbers: as they are, or as whole multiples of 1 / factor, a power of ten. */
interface Block {
  readonly values: Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  readonly factor: number | undefined;
}

/**
 * A growing list of numbers, to be read in order. Numbers of few digits, as people write them, take
 * four bytes each; all come back as they were, bit for bit (-0 as 0).
 */
export class NumberBlocks {
  private readonly blocks: Block[] = [];
  private readonly last = new Float64Array(rowsPerBlock);
  private lastLength = 0;
  private decimals = 0;
  /** The numbers of the block that was read last. */
  private readonly opened = new Float64Array(rowsPerBlock);
  private openedBlock = -1;

  get length(): number {
    return this.blocks.length * rowsPerBlock + this.lastLength;
  }

  push(value: number): void {
    this.last[this.lastLength++] = value;
    if (this.lastLength < rowsPerBlock) return;
    this.blocks.push(this.packed());
    this.lastLength = 0;
  }

  /** NaN beyond the end, and where the numbers were given back. */
  at(index: number): number {
    const offset = index % rowsPerBlock;
    const block = (index - offset) / rowsPerBlock;
    if (block !== this.openedBlock) {
      if (block >= this.blocks.length) return index < this.length ? at(this.last, offset) : NaN;
      this.open(block);
    }
    return at(this.opened, offset);
  }

  /** Gives back the memory of all whole blocks before `end`, at once. */
  release(end: number): void {
    for (const { values } of this.blocks.slice(0, Math.floor(end / rowsPerBlock))) {
      values.buffer.resize(0);
    }
    this.openedBlock = -1;
  }

  private open(block: number): void {
    const { values, factor } = this.blocks[block] as Block;
    this.openedBlock = block;
    if (values.length === 0) this.opened.fill(NaN);
    else this.opened.set(values);
    if (factor === undefined) return;
    for (let index = 0; index < values.length; index++) {
      const multiple = at(values, index);
      this.opened[index] = multiple === none ? NaN : multiple / factor;
    }
  }

  /** The numbers of `last`, with as many decimals as this column needed so far, or more. */
  private packed(): Block {
    for (; this.decimals <= mostDecimals; this.decimals++) {
      const factor = 10 ** this.decimals;
      const multiples = multiplesOf(this.last, factor);
      if (!multiples) continue;
      const values = new Int32Array(ownMemory(multiples.byteLength));
      values.set(multiples);
      return { values, factor };
    }
    const values = new Float64Array(ownMemory(this.last.byteLength));
    values.set(this.last);
    return { values, factor: undefined };
  }
}

/** Memory that `resize(0)` gives back without waiting for the garbage collector. */
function ownMemory(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes, { maxByteLength: bytes });
}

function at(values: Float64Array | Int32Array, index: number): number {
  return values[index] ?? NaN;
}

/** Numbers as multiples of 1 / factor; undefined when one of them is none that fits. */
function multiplesOf(numbers: Float64Array, factor: number): Int32Array | undefined {
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
