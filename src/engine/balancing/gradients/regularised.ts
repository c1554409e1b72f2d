import type { SettingsOf } from '../../../shared/balancingSpec';
import type { Matrix } from '../gradientMethod';
import { diagonal, sum } from '../math/matrix';
import { withoutZeroRows } from './memoryless';

export type Regularisation = Pick<SettingsOf<'upgrad'>, 'normEps' | 'regEps'>;

/**
 * Solves with the Gram matrix divided by its trace plus `regEps` times the unit matrix. A trace below
 * `normEps` counts as 0, which leaves the mean gradient.
 */
export function regularised(
  gram: Matrix,
  { normEps, regEps }: Regularisation,
  solve: (gram: Matrix, share: number) => number[],
): number[] {
  const trace = sum(diagonal(gram));
  const factor = trace < normEps ? 0 : 1 / trace;
  return withoutZeroRows(gram, (rows) => {
    const regular = rows.map((row, i) =>
      row.map((value, j) => value * factor + (i === j ? regEps : 0)),
    );
    return solve(regular, 1 / gram.length);
  });
}
