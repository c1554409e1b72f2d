import {
  concat,
  matMul,
  mean,
  mul,
  reshape,
  stack,
  sum,
  transpose,
  unstack,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart } from './part';
import { pieces } from './pieces';
import { t } from '../../shared/l10n';

export interface StitchOptions {
  /** Starting weight of what a column (or its subspace) had itself; the others share the rest. */
  readonly ownWeight: number;
  /** Parts into which each column is split before they are mixed. */
  readonly subspaces: number;
  /** A weight for each unit instead of one for all. */
  readonly perUnit: boolean;
}

/**
 * Adds a unit that gives every column a linear combination of all columns. Its kernel is [in, out],
 * or [in, out, units], where in and out count columns, or subspaces of columns.
 */
export function addStitch(
  network: Network,
  index: number,
  columns: readonly Value[],
  { ownWeight, subspaces, perUnit }: StitchOptions,
): readonly Value[] {
  const shape = columns[0]?.shape ?? [];
  const count = columns.length * subspaces;
  const units = perUnit ? [widthOf(shape) / subspaces] : [];
  const initial = Array.from({ length: count }, (_, row) => ownShares(count, row, ownWeight));
  const repeat = (weight: number): number[] => new Array<number>(units[0] ?? 1).fill(weight);
  return network.addMany({
    id: `${sharedPart.prefix}/stitch${index}`,
    kind: 'stitch',
    label: t`stitch`,
    inputs: columns,
    shape,
    outputs: columns.length,
    parameters: [
      { name: 'kernel', shape: [count, count, ...units], initial: initial.flat().flatMap(repeat) },
    ],
    compute: ({ inputs, weight }) => {
      const kernel = weight('kernel');
      const parts = inputs.flatMap((column) => pieces(column, subspaces, column.rank - 1));
      const mixed = perUnit
        ? mixUnits(parts, kernel)
        : mixAll(parts, transpose(kernel as Tensor2D));
      const outputs = inputs.map((_, column) =>
        concat(mixed.slice(column * subspaces, (column + 1) * subspaces), shape.length),
      );
      const weights: Tensor2D = perUnit ? mean(kernel, 2) : (kernel as Tensor2D);
      return { outputs, gate: reshape(transpose(weights), [-1]) };
    },
  });
}

/** `own` for one of several, and the rest for the others in equal parts. */
export function ownShares(count: number, position: number, own: number): number[] {
  if (count === 1) return [1];
  const other = (1 - own) / (count - 1);
  return Array.from({ length: count }, (_, index) => (index === position ? own : other));
}

/** Σ_j weights[k, j] · values[j] for each k. @param weights [out, in] */
export function mixAll(values: readonly Tensor[], weights: Tensor2D): Tensor[] {
  const flat: Tensor2D = reshape(stack([...values]), [values.length, -1]);
  return pieces(matMul(weights, flat), weights.shape[0]).map((mixed) =>
    reshape(mixed, values[0]?.shape ?? []),
  );
}

/** Σ_j kernel[j, k, u] · values[j][..., u] for each k. @param kernel [in, out, units] */
function mixUnits(values: readonly Tensor[], kernel: Tensor): Tensor[] {
  const [inputs = 0, outputs = 0, units = 0] = kernel.shape;
  const stacked = reshape(stack([...values]), [inputs, 1, -1, units]);
  const products = mul(stacked, reshape(kernel, [inputs, outputs, 1, units]));
  return unstack(sum(products, 0)).map((mixed) => reshape(mixed, values[0]?.shape ?? []));
}
