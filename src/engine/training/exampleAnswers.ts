import { likeliestFirst, type Answer, type ObjectBox } from '../../shared/answers';
import type { EncodedTask } from '../../shared/encoding';
import { leastProbability } from '../../shared/examples';
import type { TaskPredictions } from '../../shared/predictions';
import { answerOf } from '../predict/answers';
import { overlap, type Box } from './detectionMetrics';
import { spansOf } from './tokenMetrics';

/** Probabilities that an answer keeps. */
const mostLabels = 3;

/** What is known of a row besides what is predicted. */
export interface RowOfTask {
  /** Of the row among those that are predicted. */
  readonly place: number;
  /** Of the text whose tokens the task labels. */
  readonly tokens: readonly string[];
  /** That is to be written, or that is written; undefined where none is. */
  readonly text: string | undefined;
}

/** What is true of a row; undefined without a label, and of pixels, of which there is no short answer. */
export function truthOf(
  task: EncodedTask,
  { targets, targetWidth = 1 }: TaskPredictions,
  { place, tokens, text = '' }: RowOfTask,
): Answer | undefined {
  const { name, spec, classes = [] } = task;
  const own = targets.subarray(place * targetWidth, (place + 1) * targetWidth);
  if (own.some(Number.isNaN)) return undefined;
  switch (spec.type) {
    case 'segmentation':
      return undefined;
    case 'detection':
      return objectsAnswer(name, boxesOf(own, classes, false));
    case 'tagging':
      return spansAnswer(name, own, tokens, classes);
    case 'sequence':
      return { task: name, value: text };
    case 'multilabel':
      return { task: name, value: classes.filter((_, label) => own[label] === 1).join('|') };
    case 'regression':
    case 'binary':
    case 'multiclass': {
      const [value = Number.NaN] = own;
      return { task: name, value: classes[value] ?? value };
    }
  }
}

/**
 * What the model says of a row, with the likeliest labels and the likely objects only; undefined of
 * pixels, and of a text that was not written.
 */
export function saidOf(
  task: EncodedTask,
  { values, width }: TaskPredictions,
  { place, tokens, text }: RowOfTask,
): Answer | undefined {
  const { name, spec, classes = [] } = task;
  const own = values.subarray(place * width, (place + 1) * width);
  switch (spec.type) {
    case 'segmentation':
      return undefined;
    case 'detection':
      return objectsAnswer(name, boxesOf(own, classes, true));
    case 'tagging':
      return spansAnswer(name, own, tokens, classes);
    case 'sequence':
      return text === undefined ? undefined : { task: name, value: text };
    case 'regression':
    case 'binary':
    case 'multiclass':
    case 'multilabel': {
      const answer = answerOf(task, values, place);
      if (!answer.probabilities) return answer;
      const likeliest = likeliestFirst(answer.probabilities).slice(0, mostLabels);
      return { ...answer, probabilities: Object.fromEntries(likeliest) };
    }
  }
}

/**
 * Whether what is said is true: the same label, the same spans, or boxes of the same classes that
 * overlap by half. Undefined without a label, and of numbers and texts, which are only more or less
 * far off.
 */
export function isRight(
  { spec }: EncodedTask,
  said: Answer,
  truth: Answer | undefined,
): boolean | undefined {
  if (!truth || spec.type === 'regression' || spec.type === 'sequence') return undefined;
  if (said.spans) return JSON.stringify(said.spans) === JSON.stringify(truth.spans);
  return said.value === truth.value && areFound(truth.boxes ?? [], said.boxes ?? []);
}

/** Whether each of the boxes that are true has one of its own among as many that are said. */
function areFound(truth: readonly ObjectBox[], said: readonly ObjectBox[]): boolean {
  const open = new Set(said);
  for (const { label, edges } of truth) {
    const found = [...open].find(
      (box) => box.label === label && overlap(box.edges as Box, edges as Box) >= 0.5,
    );
    if (!found) return false;
    open.delete(found);
  }
  return open.size === 0;
}

/** The value names each object's class, sorted by name. */
function objectsAnswer(task: string, boxes: readonly ObjectBox[]): Answer {
  const labels = boxes.map(({ label }) => label).sort();
  return { task, value: labels.join(', '), boxes };
}

/**
 * @param numbers of each object the class, -1 for none, its probability if it is said, and the edges
 */
function boxesOf(numbers: Float32Array, classes: readonly string[], isSaid: boolean): ObjectBox[] {
  const width = isSaid ? 6 : 5;
  const objects = Array.from({ length: numbers.length / width }, (_, at) =>
    Array.from(numbers.subarray(at * width, (at + 1) * width)),
  );
  return objects.flatMap((object) => {
    const [label = -1, probability = 0] = object;
    const box = { label: classes[label] ?? '', edges: object.slice(width - 4) };
    if (label < 0) return [];
    if (!isSaid) return [box];
    return probability < leastProbability ? [] : [{ ...box, probability }];
  });
}

/** @param labels numbers from 1 on, one a token and more for padding */
function spansAnswer(
  task: string,
  labels: Float32Array,
  tokens: readonly string[],
  classes: readonly string[],
): Answer {
  const spans = spansOf(tokens.map((_, index) => classes[(labels[index] ?? 0) - 1] ?? 'O'));
  const phrases = spans.map(({ start, end }) => tokens.slice(start, end).join('').trim());
  return { task, value: phrases.join(' · '), spans };
}
