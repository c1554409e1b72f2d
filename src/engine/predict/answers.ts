import {
  likeliestFirst,
  type Answer,
  type LabelledToken,
  type ObjectBox,
} from '../../shared/answers';
import type { EncodedTask } from '../../shared/encoding';
import { sizeOf } from '../../shared/shape';
import { likeliest, type Box, type Detection } from '../training/detectionMetrics';
import { spansOf } from '../training/tokenMetrics';
import { largest } from '../training/segmentationMetrics';

/**
 * Reads a prediction.
 * @param values of `predictionPass` for the task: [rows, ...outputShape]
 * @param tokens of the row's text, of a task that labels them
 */
export function answerOf(
  task: EncodedTask,
  values: Float32Array,
  row: number,
  tokens: readonly string[] = [],
): Answer {
  const { name, spec, outputs, classes = [] } = task;
  const size = sizeOf(task.outputShape ?? [outputs]);
  const own = [...values.subarray(row * size, (row + 1) * size)];
  switch (spec.type) {
    case 'regression':
      return { task: name, value: own[0] ?? Number.NaN };
    case 'binary': {
      const [negative = 'no', positive = 'yes'] = classes;
      const [probability = Number.NaN] = own;
      return labelled(name, { [negative]: 1 - probability, [positive]: probability });
    }
    case 'multilabel': {
      const probabilities = byLabel(own, classes);
      const given = classes.filter((label) => (probabilities[label] ?? 0) > 0.5);
      return { task: name, value: given.join('|'), probabilities };
    }
    case 'detection':
      return likeliestBoxes(task, own);
    case 'segmentation':
      return { task: name, value: pixelShares(own, classes) };
    case 'tagging':
      return tokenLabels(task, values, row, tokens);
    case 'sequence':
      throw new Error(`${name} is not answered by a pass`);
    case 'multiclass':
      return labelled(name, byLabel(own, classes));
  }
}

function labelled(task: string, probabilities: Readonly<Record<string, number>>): Answer {
  const [likeliest] = likeliestFirst(probabilities);
  return { task, value: likeliest?.[0] ?? '', probabilities };
}

function byLabel(
  probabilities: readonly number[],
  classes: readonly string[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    probabilities.map((probability, index) => [classes[index] ?? index, probability]),
  );
}

/**
 * The likeliest objects, as many as a picture of the training table has at most:
 * `car at 0.10, 0.20, size 0.30 × 0.40 (93 %)` in shares of the picture, and the same as boxes.
 */
function likeliestBoxes(
  { name, outputs, classes = [], targetShape = [] }: EncodedTask,
  cells: readonly number[],
): Answer {
  const found: Detection[] = [];
  for (let start = 0; start < cells.length; start += outputs) {
    const box = cells.slice(start, start + 4) as unknown as Box;
    cells.slice(start + 4, start + outputs).forEach((score, label) => {
      found.push({ row: 0, label, score, box });
    });
  }
  const boxes = likeliest(found)
    .slice(0, targetShape[0])
    .map(({ label, score, box }) => ({
      label: classes[label] ?? '',
      edges: box,
      probability: score,
    }));
  return { task: name, value: boxes.map(boxText).join('; '), boxes };
}

function boxText({ label, edges, probability = 0 }: ObjectBox): string {
  const [left = 0, top = 0, right = 0, bottom = 0] = edges;
  const [x, y, w, h] = [left, top, right - left, bottom - top].map((share) => share.toFixed(2));
  return `${label} at ${x}, ${y}, size ${w} × ${h} (${Math.round(100 * probability)} %)`;
}

/** How much of a picture each class takes: `background 83 %, face 17 %`. */
function pixelShares(pixels: readonly number[], classes: readonly string[]): string {
  const counts = new Map<string, number>();
  const values = Float32Array.from(pixels);
  for (let start = 0; start < values.length; start += classes.length) {
    const label = classes[largest(values, start, classes.length)] ?? '';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const total = values.length / classes.length;
  return [...counts]
    .map(([label, count]) => `${label} ${Math.round((100 * count) / total)} %`)
    .join(', ');
}

/** The likeliest label of each token of a row that the model has seen: a long text is cut off. */
function tokenLabels(
  { name, outputs, classes = [], outputShape: [most = 0] = [] }: EncodedTask,
  values: Float32Array,
  row: number,
  written: readonly string[],
): Answer {
  const tokens = written.slice(0, most).map((token, index): LabelledToken => {
    const start = (row * most + index) * outputs;
    const own = values.subarray(start, start + outputs);
    const probability = Math.max(...own);
    return { token, label: classes[own.indexOf(probability)] ?? '', probability };
  });
  const labels = tokens.map(({ label }) => label);
  const unread = written.length - tokens.length;
  const answer = { task: name, value: labels.join(' '), tokens, spans: spansOf(labels) };
  return unread > 0 ? { ...answer, unread } : answer;
}
