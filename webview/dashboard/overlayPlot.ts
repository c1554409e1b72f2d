import { decimate } from '../charts/decimate';
import { nearestIndex } from '../charts/nearest';
import { joinKeepingGaps, pointLimit, type Plot } from '../charts/plot';
import type { TimeAxis } from './dashboardState';
import type { OverlayLine } from './overlayLine';

/** A line as measured, and as it is drawn over that. */
export interface SmoothedLine extends OverlayLine {
  readonly smoothed: Float64Array;
}

/** First and last x. */
export type Range = readonly [from: number, to: number];

const secondTicks = Array.from({ length: 12 }, (_, power) =>
  [1, 2, 5].map((factor) => factor * 10 ** (power - 3)),
).flat();

/** What all lines span together; undefined without any value. */
export function fullRange(lines: readonly (OverlayLine | undefined)[]): Range | undefined {
  const drawn = lines.flatMap((line) => (line && line.x.length > 0 ? [line.x] : []));
  if (drawn.length === 0) return undefined;
  const from = Math.min(...drawn.map((x) => x[0] ?? 0));
  const to = Math.max(...drawn.map((x) => x.at(-1) ?? 0));
  return from < to ? [from, to] : [from - 0.5, from + 0.5];
}

/**
 * The lines as far as they are in the range, each cut to the smallest and largest of neighbours
 * where it has more points than a chart has pixels: near enough, every point is drawn.
 * @returns for each line its values as measured, then for each the smoothed ones
 */
export function overlayPlot(
  lines: readonly (SmoothedLine | undefined)[],
  range: Range,
  axis: TimeAxis,
): Plot {
  const parts = lines.map((line) => visiblePart(line, range));
  const [x, ...y] = joinKeepingGaps(...parts);
  const pairs = parts.map((_, index) => [y[2 * index] ?? [], y[2 * index + 1] ?? []] as const);
  return {
    x,
    y: [...pairs.map(([raw]) => raw), ...pairs.map(([, smoothed]) => smoothed)],
    gaps: [...parts.map(() => []), ...parts.map(({ gaps }) => gaps[1] ?? [])],
    range: [...range],
    ...(axis === 'time' && { ticks: secondTicks }),
  };
}

/** With a neighbour on each side, so that lines reach to the edges. */
function visiblePart(line: SmoothedLine | undefined, [from, to]: Range) {
  const { x = new Float64Array(), y = x, smoothed = x } = line ?? {};
  const start = Math.max(0, (nearestIndex(x, from) ?? 0) - 1);
  const end = (nearestIndex(x, to) ?? -2) + 2;
  const part = (values: Float64Array): Float64Array => values.subarray(start, end);
  return decimate(part(x), [part(y), part(smoothed)], pointLimit);
}
