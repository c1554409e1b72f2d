import type { Band, Line } from '../charts/marks';
import type { DrawnLine } from './drawnLines';

export const isMean = ({ runs }: DrawnLine): boolean => runs.length > 1;

/** Each as measured (faint), then each smoothed, then the edges of bands, which are not drawn. */
export function chartLines(lines: readonly DrawnLine[]): Line[] {
  const faint = { width: 1, dash: [], alpha: 0.25 };
  return [
    ...lines.map(({ style: { variable } }) => ({ variable, ...faint })),
    ...lines.map(({ style: { variable, dash, mark } }) => ({
      variable,
      width: 1.5,
      dash,
      alpha: 1,
      mark,
    })),
    ...lines.filter(isMean).flatMap(({ style: { variable } }) => {
      const edge = { variable, width: 0, dash: [], alpha: 1 };
      return [edge, edge];
    }),
  ];
}

/** The bands around means, in the order of their edges. */
export function chartBands(lines: readonly DrawnLine[]): Band[] {
  const first = 2 * lines.length;
  return lines.filter(isMean).map(({ style: { variable } }, index) => ({
    low: first + 2 * index,
    high: first + 2 * index + 1,
    variable,
  }));
}
