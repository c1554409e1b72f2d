import type { Plot } from '../charts/plot';

/** Where values are in a drawing, and which of them are named. */
export interface Scale {
  readonly position: (value: number) => number;
  readonly ticks: readonly number[];
}

/** A scale of values on a length, logarithmic if asked to. */
export function scale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
  log: boolean,
): Scale {
  const of = (value: number): number => (log ? Math.log10(value) : value);
  const factor = (end - start) / (of(to) - of(from) || 1);
  return {
    position: (value) => start + (of(value) - of(from)) * factor,
    ticks: log ? decades(from, to) : evenTicks(from, to),
  };
}

/** About six round numbers. */
function evenTicks(from: number, to: number): readonly number[] {
  const rough = (to - from) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

function decades(from: number, to: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)).filter(
    (tick) => tick >= from && tick <= to,
  );
}

/** Of all lines; positive where the scale is logarithmic. */
export function valueRange({ y }: Plot, log: boolean): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of y.flat()) {
    if (value === null || value === undefined || (log && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (log) return low < high ? [low, high] : [low / 2, high * 2];
  const margin = 0.06 * (high - low) || 0.5;
  return [low - margin, high + margin];
}
