import type { TaskPredictions, TextPrediction } from '../../../shared/predictions';
import type { DecodedTexts } from './textMetrics';

/** A row's true text and the one that is said. */
type Said = Pick<TextPrediction, 'truth' | 'answer'>;

/**
 * What is said of rows, with each one's loss.
 * @param said by row @param losses [rows] @param tableRows of the first rows, counted from 1; others
 * are left out
 */
export function textPredictions(
  said: ReadonlyMap<number, Said>,
  losses: Float32Array,
  tableRows: Float32Array,
): TextPrediction[] {
  return [...said].flatMap(([row, texts]) => {
    const [tableRow, loss] = [tableRows[row], losses[row]];
    return tableRow === undefined || loss === undefined ? [] : { row: tableRow, ...texts, loss };
  });
}

/** The labels of each row's tokens, one after the other; rows without a label are left out. */
export function saidLabels({
  values,
  targets,
  width,
  classes = [],
}: TaskPredictions): ReadonlyMap<number, Said> {
  const said = new Map<number, Said>();
  for (let start = 0; start < targets.length; start += width) {
    const places = targets.subarray(start, start + width);
    if (Number.isNaN(places[0])) continue;
    const length = places.indexOf(0) === -1 ? width : places.indexOf(0);
    const text = (labels: Float32Array): string =>
      Array.from(labels.subarray(start, start + length), (at) => classes[at - 1] ?? '').join(' ');
    said.set(start / width, { truth: text(targets), answer: text(values) });
  }
  return said;
}

/** The texts that were written. @param truths [rows] */
export function saidTexts(
  decoded: DecodedTexts,
  truths: readonly string[],
): ReadonlyMap<number, Said> {
  return new Map(
    Array.from(decoded, ([row, answer]) => [row, { truth: truths[row] ?? '', answer }]),
  );
}
