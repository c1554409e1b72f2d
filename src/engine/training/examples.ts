import { PNG } from 'pngjs';
import type { Answer } from '../../shared/answers';
import type { EncodedInput, Encoding } from '../../shared/encoding';
import type { AnswersEvent, Example, ExamplesEvent, ShownInput } from '../../shared/examples';
import { paddingId } from '../../shared/specialTokens';
import { sizeOf } from '../../shared/shape';
import type { Predictions } from '../../shared/predictions';
import type { Dataset, LoadedData } from '../data/dataset';
import { answerOf } from '../predict/answers';
import type { Evaluated } from './evaluate';

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
function examplesOf(
  { inputs = [] }: Encoding,
  data: Dataset,
  { rows, tasks }: Predictions,
): Example[] {
  return Array.from(rows, (row, index) => ({
    row,
    inputs: Object.fromEntries(
      inputs.map((input, at) => [input.name, shown(input, data.inputs?.[at], index)]),
    ),
    truth: Object.fromEntries(
      tasks.flatMap(({ name, targets, classes }) => {
        const target = targets[index] ?? Number.NaN;
        return Number.isNaN(target) ? [] : [[name, classes?.[target] ?? target]];
      }),
    ),
  }));
}

/** What is said of the examples, with the likeliest labels only. */
function answersOf(encoding: Encoding, { rows, tasks }: Predictions): (readonly Answer[])[] {
  return Array.from(rows, (_, row) =>
    // Of labels of tokens and of texts no predictions are kept.
    encoding.tasks.flatMap((task): Answer[] => {
      const predicted = tasks.find(({ name }) => name === task.name);
      if (!predicted) return [];
      const answer = answerOf(task, predicted.values, row);
      const { probabilities } = answer;
      if (!probabilities) return [answer];
      const likeliest = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
      return [{ ...answer, probabilities: Object.fromEntries(likeliest.slice(0, mostLabels)) }];
    }),
  );
}

function shown(
  { shape, encoding }: EncodedInput,
  values: Float32Array | Int32Array | undefined,
  row: number,
): ShownInput {
  const size = sizeOf(shape);
  const own = values?.subarray(row * size, (row + 1) * size) ?? new Float32Array(size);
  if (encoding.type === 'text') {
    const known = Array.from(own).filter((id) => id !== paddingId);
    return { kind: 'text', text: known.map((id) => encoding.vocabulary[id] ?? '').join(' ') };
  }
  const [height = 0, width = 0, channels = 0] = shape;
  const png = new PNG({ width, height });
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let color = 0; color < 3; color++) {
      const channel = Math.min(color, channels - 1);
      const value = own[pixel * channels + channel] ?? 0;
      const unit = value * (encoding.scale[channel] ?? 1) + (encoding.shift[channel] ?? 0);
      png.data[4 * pixel + color] = Math.round(255 * Math.min(1, Math.max(0, unit)));
    }
    png.data[4 * pixel + 3] = 255;
  }
  const uri = `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
  return { kind: 'picture', uri, width, height };
}
