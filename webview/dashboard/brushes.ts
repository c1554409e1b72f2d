import type { ParallelAxis } from './parallelAxes';
import type { RunRow } from './runRows';

/** A part of an axis, from 0 (bottom) to 1: runs that cross the axis there are meant. */
export type Brush = readonly [low: number, high: number];

/** By id of the axis: where an axis is scaled in another way, its brush has no meaning any more. */
export type Brushes = Readonly<Record<string, Brush>>;

/** The brushes of axes that are there. */
export function currentBrushes(axes: readonly ParallelAxis[], brushes: Brushes): Brushes {
  return Object.fromEntries(
    axes.flatMap(({ id }) => {
      const brush = brushes[id];
      return brush ? [[id, brush]] : [];
    }),
  );
}

/** The rows that cross every brushed axis inside its brush. @param axes of these rows */
export function brushedRows(
  rows: readonly RunRow[],
  axes: readonly ParallelAxis[],
  brushes: Brushes,
): readonly RunRow[] {
  const brushed = axes.flatMap(({ id, places }) => {
    const brush = brushes[id];
    return brush ? [{ places, brush }] : [];
  });
  if (brushed.length === 0) return rows;
  return rows.filter((_, row) =>
    brushed.every(({ places, brush: [low, high] }) => {
      const place = places[row];
      return place !== undefined && place >= low && place <= high;
    }),
  );
}
