import type uPlot from 'uplot';
import { themeColor } from '../theme';

/** How a line is drawn. */
export interface Line {
  /** The theme's variable with its colour. */
  readonly variable: string;
  /** Pixels. */
  readonly width: number;
  readonly dash: readonly number[];
  /** 0 to 1. */
  readonly alpha: number;
  /** SVG path drawn on each point, as long as there are few. */
  readonly mark?: string;
}

/** An area between two lines, by their numbers, counted from 0. */
export interface Band {
  readonly high: number;
  readonly low: number;
  /** The theme's variable with its colour. */
  readonly variable: string;
}

/** How much of its colour a band has. */
export const bandStrength = 0.2;

/** More points than this would be a row of marks instead of a line. */
const mostMarks = 30;
const cross = 'M-3,-3 L3,3 M-3,3 L3,-3';

/** Draws each line's own mark on its points, and a cross at the top where its value is not finite. */
export function drawMarks(
  chart: uPlot,
  lines: readonly Line[],
  gaps: readonly (readonly number[])[],
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  lines.forEach((line, index) => {
    ctx.save();
    ctx.fillStyle = ctx.strokeStyle = themeColor(line.variable);
    ctx.lineWidth = 1.5;
    const at = (x: number, y: number, draw: () => void): void => {
      ctx.setTransform(ratio, 0, 0, ratio, x, y);
      draw();
    };
    for (const x of gaps[index] ?? []) {
      at(chart.valToPos(x, 'x', true), bbox.top + 5 * ratio, () => ctx.stroke(new Path2D(cross)));
    }
    if (line.mark !== undefined) {
      const mark = new Path2D(line.mark);
      for (const { x, y } of fewPoints(chart, index + 1)) at(x, y, () => ctx.fill(mark));
    }
    ctx.restore();
  });
}

/** A line's points on the canvas, unless they are many. */
function fewPoints(chart: uPlot, series: number): { x: number; y: number }[] {
  const [positions, ...columns] = chart.data;
  const points = Array.from(columns[series - 1] ?? []).flatMap((value, index) => {
    if (value === null || value === undefined) return [];
    const x = chart.valToPos(positions[index] ?? 0, 'x', true);
    return [{ x, y: chart.valToPos(value, 'y', true) }];
  });
  return points.length > mostMarks ? [] : points;
}
