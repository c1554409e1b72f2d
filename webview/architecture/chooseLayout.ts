import type { ModelGraph } from '../../src/shared/run';
import { foldedLayout } from './foldedLayout';
import type { GateReadings } from './gateValues';
import { place, type GraphLayout, type MeasureText } from './graphLayout';

/** Below this, labels are too small to read: the picture scrolls instead. */
const smallestScale = 0.75;

/** How large a layout is drawn in the available width: it shrinks to fit, but stays readable. */
export function drawnScale({ width }: Pick<GraphLayout, 'width'>, available: number): number {
  return Math.max(smallestScale, Math.min(1, available / width));
}

/**
 * The layout that leaves its labels largest in the available width (in pixels). Of two that fit,
 * the flatter one; heads below each other only where nothing else fits.
 */
export function chooseLayout(
  model: ModelGraph,
  available: number,
  measure: MeasureText,
  gates: GateReadings,
): GraphLayout {
  const size = ({ width }: GraphLayout): number => Math.min(1, available / width);
  const [across, down] = [place(model, 'LR', measure, gates), place(model, 'TB', measure, gates)];
  const isFlatter = across.height <= down.height;
  const gain = size(across) - size(down);
  const best = gain > 0 || (gain === 0 && isFlatter) ? across : down;
  const folded =
    size(best) < 1 ? foldedLayout(model, measure, gates, available / smallestScale) : undefined;
  return folded && size(folded) > size(best) ? folded : best;
}
