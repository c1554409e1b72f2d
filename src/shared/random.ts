/** Scrambles 32 bits so that each input bit changes about half of the output bits (lowbias32, C. Wellons). */
export function mix32(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/**
 * A seed for one purpose, derived from the experiment's seed: `deriveSeed(42, 'shuffle', epoch)`.
 * Streams of different purposes or positions are independent, so a resumed run needs no stored state.
 * @returns an unsigned 32-bit integer
 */
export function deriveSeed(seed: number, ...path: readonly (string | number)[]): number {
  let state = mix32(seed ^ 0x9e3779b9);
  for (const part of path) {
    const codes =
      typeof part === 'number' ? [part] : Array.from(part, (char) => char.charCodeAt(0));
    for (const code of [...codes, codes.length]) state = mix32(state ^ mix32(code + 0x9e3779b9));
  }
  return state;
}

/** A small seeded generator (sfc32, PractRand-tested, period of about 2^128), the same on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.a = mix32(seed);
    this.b = mix32(this.a ^ 0x85ebca6b);
    this.c = mix32(this.b ^ 0xc2b2ae35);
    for (let warmUp = 0; warmUp < 12; warmUp++) this.uint32();
  }

  /** Uniform over the unsigned 32-bit integers. */
  uint32(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** Normal with mean 0 and variance 1 (Box & Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Uniform over the integers 0 to `bound` - 1. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** A permutation of 0 to `length` - 1 (Fisher-Yates). */
  permutation(length: number): Int32Array {
    const order = Int32Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const moved = order[last] as number;
      order[last] = order[other] as number;
      order[other] = moved;
    }
    return order;
  }

  /** `count` different integers from 0 to `length` - 1, in random order (Fisher-Yates, sparse). */
  sample(length: number, count: number): Int32Array {
    const moved = new Map<number, number>();
    return Int32Array.from({ length: count }, (_, index) => {
      const last = length - 1 - index;
      const chosen = this.integer(last + 1);
      const value = moved.get(chosen) ?? chosen;
      moved.set(chosen, moved.get(last) ?? last);
      return value;
    });
  }
}
