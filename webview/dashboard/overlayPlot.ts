import { decimate, type Decimated, type Values } from '../charts/decimate';
import { nearestIndex } from '../charts/nearest';
import { joinKeepingGaps, pointLimit, type Plot } from '../charts/plot';
import { drawnWeight, smooth } from '../charts/smoothing';
import type { TimeAxis } from './dashboardState';
import type { OverlayLine } from './overlayLine';

/** A line as measured, as it is drawn over that, and of a mean the edges of its band. */
export interface SmoothedLine extends OverlayLine {
  readonly smoothed: Float64Array;
  readonly band?: { readonly low: Float64Array; readonly high: Float64Array };
}

/** First and last x. */
export type Range = readonly [from: number, to: number];

/** @param smoothing weight of the past, see `smooth` */
export function smoothedLine(line: OverlayLine, smoothing: number): SmoothedLine {
  const weight = drawnWeight(smoothing, line.y.length);
  const smoothed = smooth(line.y, weight);
  if (!line.deviation) return { ...line, smoothed };
  const deviation = smooth(line.deviation, weight);
  const edge = (sign: number): Float64Array =>
    smoothed.map((value, index) => value + sign * (deviation[index] ?? Number.NaN));
  return { ...line, smoothed, band: { low: edge(-1), high: edge(1) } };
}

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
 * @returns for each line its values as measured, then for each the smoothed ones, then for each mean
 *   the lower and the upper edge of its band
 */
export function overlayPlot(
  lines: readonly (SmoothedLine | undefined)[],
  range: Range,
  axis: TimeAxis,
): Plot {
  const parts = lines.map((line) => visiblePart(line, range));
  const [x, ...y] = joinKeepingGaps(...parts);
  const firsts = parts.map((_, index) => sum(parts.slice(0, index).map((part) => part.y.length)));
  const column = (offset: number): Values[] => firsts.map((first) => y[first + offset] ?? []);
  const edges = firsts.flatMap((first, index) => y.slice(first + 2, firsts[index + 1]));
  return {
    x,
    y: [...column(0), ...column(1), ...edges],
    // An edge that is missing is a mean of a single run.
    gaps: [
      ...parts.map(() => []),
      ...parts.map(({ gaps }) => gaps[1] ?? []),
      ...edges.map(() => []),
    ],
    range: [...range],
    ...(axis === 'time' && { ticks: secondTicks }),
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** With a neighbour on each side, so that lines reach to the edges. */
function visiblePart(line: SmoothedLine | undefined, [from, to]: Range): Decimated {
  const { x = new Float64Array(), y = x, smoothed = x, band } = line ?? {};
  const start = Math.max(0, (nearestIndex(x, from) ?? 0) - 1);
  const end = (nearestIndex(x, to) ?? -2) + 2;
  const part = (values: Float64Array): Float64Array => values.subarray(start, end);
  const edges = band ? [band.low, band.high] : [];
  return decimate(part(x), [y, smoothed, ...edges].map(part), pointLimit);
}
