import type { Span } from '../../shared/answers';
import type { EncodedTask } from '../../shared/encoding';
import type { Predictions } from './metrics';

/** Share of the tokens whose class is the true one; padding, 0, does not count. */
export function tokenAccuracy({ outputs, targets }: Predictions): number {
  let tokens = 0;
  let hits = 0;
  targets.forEach((target, index) => {
    if (target === 0) return;
    tokens++;
    if (outputs[index] === target) hits++;
  });
  return hits / tokens;
}

/** Metrics of tagging; precision, recall and F1 are those of spans, see {@link spansOf}. */
export function taggingMetrics(
  { classes = [], targetShape = [] }: EncodedTask,
  predictions: Predictions,
): (name: string) => number {
  const counts = countSpans(predictions, classes, targetShape[0] ?? 0);
  return (name) => (name === 'accuracy' ? tokenAccuracy(predictions) : spanScore(counts, name));
}

export interface SpanCounts {
  readonly found: number;
  readonly predicted: number;
  readonly actual: number;
}

/** 0 where nothing was predicted; NaN where there is no span to find. */
export function spanScore({ found, predicted, actual }: SpanCounts, name: string): number {
  if (actual === 0) return Number.NaN;
  switch (name) {
    case 'precision':
      return predicted === 0 ? 0 : found / predicted;
    case 'recall':
      return found / actual;
    case 'f1':
      return (2 * found) / (predicted + actual);
    default:
      throw new Error(`unknown metric '${name}'`);
  }
}

function countSpans(
  { outputs, targets }: Predictions,
  classes: readonly string[],
  tokens: number,
): SpanCounts {
  const total = { found: 0, predicted: 0, actual: 0 };
  for (let start = 0; start < targets.length; start += tokens) {
    const row = targets.subarray(start, start + tokens);
    const length = row.indexOf(0) === -1 ? tokens : row.indexOf(0);
    const labels = (values: Float32Array): string[] =>
      Array.from(values.subarray(start, start + length), (value) => classes[value - 1] ?? 'O');
    const actual = spansOf(labels(targets));
    const predicted = spansOf(labels(outputs));
    total.actual += actual.length;
    total.predicted += predicted.length;
    const isActual = new Set(actual.map(keyOf));
    for (const span of predicted) if (isActual.has(keyOf(span))) total.found++;
  }
  return total;
}

function keyOf({ start, end, label }: Span): string {
  return `${start} ${end} ${label}`;
}

/**
 * The spans of B-, I- and O labels as conlleval (Tjong Kim Sang & De Meulder, CoNLL 2003) reads them:
 * one begins at B-, or at I- after another type or outside, and lasts as long as I- of its type
 * follow. A label without a prefix is a span of one token; O is none.
 */
export function spansOf(labels: readonly string[]): Span[] {
  const spans: Span[] = [];
  let start = 0;
  let type: string | undefined;
  const close = (end: number): void => {
    if (type !== undefined) spans.push({ start, end, label: type });
    type = undefined;
  };
  labels.forEach((label, index) => {
    const isInside = label.startsWith('I-');
    const own = label === 'O' ? undefined : label.replace(/^[BI]-/, '');
    if (isInside && own === type) return;
    close(index);
    if (own === undefined) return;
    start = index;
    type = own;
  });
  close(labels.length);
  return spans;
}
