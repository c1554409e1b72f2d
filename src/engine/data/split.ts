import { deriveSeed, Random } from '../../shared/random';

/** Rows of a table by part, each in the order of the table. */
export interface SplitRows {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Strata that are in some part not at all, having too few rows. */
  readonly unspreadStrata: number;
}

export interface SplitRequest {
  readonly rows: number;
  /** Fractions of the rows; what is left is for training. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** [rows]: rows with the same code are divided in the same proportions; undefined: all rows are. */
  readonly strata?: Int32Array;
}

/**
 * Divides rows at random, the same way for the same seed. A part asked for gets at least one row;
 * within each stratum proportions hold to the row (largest remainder), and a stratum leaves its last
 * row to training where that is possible.
 */
export function splitRows({ rows, validation, test, seed, strata }: SplitRequest): SplitRows {
  const random = new Random(deriveSeed(seed, 'split'));
  const groups = shuffledGroups(rows, strata, random);
  const sizes = groups.map(({ length }) => length);
  const none = sizes.map(() => 0);
  const validationCounts = allocate(sizes, none, validation);
  const testCounts = allocate(sizes, validationCounts, test);
  const parts = {
    train: [] as Int32Array[],
    validation: [] as Int32Array[],
    test: [] as Int32Array[],
  };
  let unspreadStrata = 0;
  groups.forEach((group, index) => {
    const forValidation = validationCounts[index] ?? 0;
    const forTest = testCounts[index] ?? 0;
    parts.validation.push(group.subarray(0, forValidation));
    parts.test.push(group.subarray(forValidation, forValidation + forTest));
    parts.train.push(group.subarray(forValidation + forTest));
    const isUnspread = (validation > 0 && forValidation === 0) || (test > 0 && forTest === 0);
    if (isUnspread || forValidation + forTest === group.length) unspreadStrata++;
  });
  return {
    train: joined(parts.train).sort(),
    validation: joined(parts.validation).sort(),
    test: joined(parts.test).sort(),
    unspreadStrata,
  };
}

/** The rows of each stratum in random order; the strata in random order, too, which breaks ties. */
function shuffledGroups(
  rows: number,
  strata: Int32Array | undefined,
  random: Random,
): Int32Array[] {
  if (!strata) return [random.permutation(rows)];
  const groups = new Map<number, number[]>();
  for (const row of random.permutation(rows)) {
    const stratum = strata[row] ?? 0;
    const group = groups.get(stratum);
    if (group) group.push(row);
    else groups.set(stratum, [row]);
  }
  return [...groups.values()].map((group) => Int32Array.from(group));
}

/** How many rows of each group a part gets, beside those that are taken. */
function allocate(sizes: readonly number[], taken: readonly number[], fraction: number): number[] {
  if (fraction === 0) return sizes.map(() => 0);
  const total = Math.max(1, Math.round(sum(sizes) * fraction));
  const counts = sizes.map((size) => Math.floor(size * fraction));
  const byRemainder = sizes
    .map((size, index) => ({ index, remainder: (size * fraction) % 1 }))
    .sort((a, b) => b.remainder - a.remainder);
  let left = total - sum(counts);
  for (const kept of [1, 0]) {
    let before = Infinity;
    while (left > 0 && left < before) {
      before = left;
      for (const { index } of byRemainder) {
        const used = (taken[index] ?? 0) + (counts[index] ?? 0);
        if (left === 0 || used >= (sizes[index] ?? 0) - kept) continue;
        counts[index] = (counts[index] ?? 0) + 1;
        left--;
      }
    }
  }
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function joined(groups: readonly Int32Array[]): Int32Array {
  const rows = new Int32Array(sum(groups.map(({ length }) => length)));
  let start = 0;
  for (const group of groups) {
    rows.set(group, start);
    start += group.length;
  }
  return rows;
}
