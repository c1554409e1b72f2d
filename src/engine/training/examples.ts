import { likeliestFirst, type Answer, type ObjectBox } from '../../shared/answers';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { AnswersEvent, Example, ExamplesEvent } from '../../shared/examples';
import type { Predictions, TaskPredictions } from '../../shared/predictions';
import type { Dataset, LoadedData } from '../data/dataset';
import { answerOf } from '../predict/answers';
import type { Evaluated } from './evaluate';
import { shownInput } from './shownInput';

/** Rows that are followed: two rows of pictures in a sidebar. */
const most = 8;
/** Probabilities that an answer keeps. */
const mostLabels = 3;

/**
 * What is said of rows of the validation part after an epoch, and with the first one what these rows
 * are; nothing without pictures or texts, or without a validation part.
 */
export function exampleEvents(
  { encoding, validation }: Pick<LoadedData, 'encoding' | 'validation'>,
  validated: Evaluated | undefined,
  epoch: number,
): (ExamplesEvent | AnswersEvent)[] {
  if (!validated || !encoding.inputs?.length) return [];
  const predictions = validated.predictions(most);
  const answers = { type: 'answers', epoch, answers: answersOf(encoding, predictions) } as const;
  if (epoch > 0) return [answers];
  return [{ type: 'examples', examples: examplesOf(encoding, validation, predictions) }, answers];
}

/** The first rows of a part, as the model sees them, and what is true of them. */
function examplesOf(encoding: Encoding, data: Dataset, predictions: Predictions): Example[] {
  const inputs = encoding.inputs ?? [];
  return Array.from(predictions.rows, (row, index) => ({
    row,
    inputs: Object.fromEntries(
      inputs.map((input, at) => [input.name, shownInput(input, data.inputs?.[at], index)]),
    ),
    truth: eachTask(encoding, predictions, (task, { targets, targetWidth = 1 }) => {
      const own = targets.subarray(index * targetWidth, (index + 1) * targetWidth);
      return own.some(Number.isNaN) ? undefined : truthOf(task, own);
    }),
  }));
}

/** What is said of the examples, with the likeliest labels only. */
function answersOf(encoding: Encoding, predictions: Predictions): (readonly Answer[])[] {
  return Array.from(predictions.rows, (_, row) =>
    eachTask(encoding, predictions, (task, predicted) => answerTo(task, predicted, row)),
  );
}

/** Of what says something of pixels or tokens there is no short answer, or no prediction is kept. */
function eachTask(
  { tasks }: Encoding,
  predictions: Predictions,
  answer: (task: EncodedTask, predicted: TaskPredictions) => Answer | undefined,
): Answer[] {
  return tasks.flatMap((task) => {
    const predicted = predictions.tasks.find(({ name }) => name === task.name);
    if (!predicted || task.spec.type === 'segmentation') return [];
    return answer(task, predicted) ?? [];
  });
}

/** @param target [targetWidth] */
function truthOf({ name, spec, classes = [] }: EncodedTask, target: Float32Array): Answer {
  const [first = 0] = target;
  if (spec.type === 'detection') return objectsAnswer(name, classes, target, 5);
  const value =
    spec.type === 'multilabel'
      ? classes.filter((_, label) => target[label] === 1).join('|')
      : (classes[first] ?? first);
  return { task: name, value };
}

function answerTo(task: EncodedTask, { values, width }: TaskPredictions, row: number): Answer {
  const { name, spec, classes = [] } = task;
  if (spec.type === 'detection') {
    const own = values.subarray(row * width, (row + 1) * width);
    return objectsAnswer(name, classes, own, 6);
  }
  const answer = answerOf(task, values, row);
  const { probabilities } = answer;
  if (!probabilities) return answer;
  const likeliest = likeliestFirst(probabilities);
  return { ...answer, probabilities: Object.fromEntries(likeliest.slice(0, mostLabels)) };
}

/**
 * @param numbers of each object the class, -1 for none, its probability if it is said, and the edges
 * @param width numbers of an object: 6 where there is a probability, otherwise 5
 */
function objectsAnswer(
  task: string,
  classes: readonly string[],
  numbers: Float32Array,
  width: 5 | 6,
): Answer {
  const boxes: ObjectBox[] = [];
  for (let start = 0; start < numbers.length; start += width) {
    const [label = -1, probability = 0] = numbers.subarray(start, start + 2);
    const edges = [...numbers.subarray(start + width - 4, start + width)];
    if (label < 0) continue;
    boxes.push({ label: classes[label] ?? '', edges, ...(width === 6 && { probability }) });
  }
  return {
    task,
    value: boxes
      .map(({ label }) => label)
      .sort()
      .join(', '),
    boxes,
  };
}
