import type { PerTask } from './events';
import { listed, t } from './l10n';
import { formatValue } from './numberText';

/** How a task's weight went over the steps of a run. */
export interface WeightPath {
  readonly first: number;
  readonly last: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The path with one weight more; one that is not a number leaves no trace. */
export function extendPath(path: WeightPath | undefined, weight: number): WeightPath | undefined {
  if (Number.isNaN(weight)) return path;
  if (!path) return { first: weight, last: weight, lowest: weight, highest: weight };
  return {
    first: path.first,
    last: weight,
    lowest: Math.min(path.lowest, weight),
    highest: Math.max(path.highest, weight),
  };
}

/** Part of a weight by which it may differ and count as the same: rounding of 32-bit numbers. */
const rounding = 1e-6;

/** Whether any task's weight was different at different steps. */
export function weightsChange(paths: PerTask<WeightPath>): boolean {
  return Object.values(paths).some(
    ({ lowest, highest }) => highest - lowest > rounding * Math.max(Math.abs(highest), 1),
  );
}

/** The paths in a sentence. */
export function describeWeights(paths: PerTask<WeightPath>): string {
  const entries = Object.entries(paths);
  if (entries.length === 0) return t`No weight was recorded.`;
  if (weightsChange(paths)) {
    const parts = entries.map(
      ([task, { first, last, lowest, highest }]) =>
        t`${task} from ${formatValue(first)} to ${formatValue(last)} (between ${formatValue(lowest)} and ${formatValue(highest)})`,
    );
    return t`The weights change: ${listed(parts)}.`;
  }
  if (entries.every(([, { last }]) => Math.abs(last - 1) <= rounding)) return t`All weights are 1.`;
  const parts = entries.map(([task, { last }]) => `${task} ${formatValue(last)}`);
  return t`The weights stay the same: ${listed(parts)}.`;
}
