import type { OverlayLine } from './overlayLine';

/** The mean of several runs over an axis. */
export interface MeanLine extends OverlayLine {
  /** Sample standard deviation (n - 1) at each place; NaN where one run alone has a value. */
  readonly deviation: Float64Array;
}

/**
 * The mean of runs, step by step or epoch by epoch, as far as any of them goes: over the runs that
 * have come so far. Over time, a place is the mean of the times at which they got there.
 */
export function meanLine(lines: readonly OverlayLine[]): MeanLine {
  const longest = lines.reduce<OverlayLine | undefined>(
    (best, line) => (line.x.length > (best?.x.length ?? -1) ? line : best),
    undefined,
  );
  const number = longest?.number ?? new Float64Array();
  const [x, y, deviation] = [number.slice(), number.slice(), number.slice()];
  for (let index = 0; index < number.length; index++) {
    const there = lines.filter((line) => index < line.x.length);
    const place = meanOf(there, (line) => line.x[index]);
    // Where a slow run has ended, the others' mean may be earlier.
    x[index] = Math.max(place, x[index - 1] ?? place);
    const center = meanOf(there, (line) => line.y[index]);
    y[index] = center;
    const squares = meanOf(there, (line) => ((line.y[index] ?? Number.NaN) - center) ** 2);
    const { length: n } = there;
    deviation[index] = n > 1 ? Math.sqrt((squares * n) / (n - 1)) : Number.NaN;
  }
  return { x, y, number, deviation };
}

function meanOf(
  lines: readonly OverlayLine[],
  value: (line: OverlayLine) => number | undefined,
): number {
  return lines.reduce((sum, line) => sum + (value(line) ?? Number.NaN), 0) / lines.length;
}
