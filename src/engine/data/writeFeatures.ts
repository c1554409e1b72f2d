import type { EncodedFeature } from '../../shared/encoding';
import { writeFeature } from './features';
import { rowsPerBlock } from './numberBlocks';
import type { Columns } from './readColumns';
import type { Part } from './splitParts';

/** A part and where its features go, [part rows, width], zeros until then. */
export interface PartOutput {
  readonly part: Part;
  readonly output: Float32Array;
}

/**
 * Writes the features of all parts, some rows of their tables after the other, and gives back what
 * the tables hold of these rows: numbers take twice the memory before they are encoded.
 * @returns by feature: cells for which something else stands, as `writeFeature` counts them
 */
export function writeFeatures(
  features: readonly EncodedFeature[],
  width: number,
  parts: readonly PartOutput[],
): number[] {
  const replaced = features.map(() => 0);
  const writeRows = ({ part: { columns, rows }, output }: PartOutput, from: number, to: number) => {
    const block = { columns, rows: rows.subarray(from, to) };
    const numbers = output.subarray(from * width, to * width);
    features.forEach((feature, index) => {
      replaced[index] = (replaced[index] ?? 0) + writeFeature(feature, block, numbers, width);
    });
  };
  for (const table of new Set(parts.map(({ part }) => part.columns))) {
    writeTable(
      table,
      parts.filter(({ part }) => part.columns === table),
      writeRows,
    );
  }
  return replaced;
}

/** Hands the rows of a table's parts to `writeRows`, as positions in the part, block by block. */
function writeTable(
  table: Columns,
  parts: readonly PartOutput[],
  writeRows: (part: PartOutput, from: number, to: number) => void,
): void {
  const written = parts.map(() => 0);
  for (let end = rowsPerBlock; end < table.rows + rowsPerBlock; end += rowsPerBlock) {
    parts.forEach((each, index) => {
      const { rows } = each.part;
      const from = written[index] ?? 0;
      let to = from;
      while (to < rows.length && (rows[to] ?? end) < end) to++;
      writeRows(each, from, to);
      written[index] = to;
    });
    table.release(end);
  }
}
