import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import type { Evaluated, RowPredictions } from '../../../../src/engine/training/evaluate';
import { Examples } from '../../../../src/engine/training/examples';
import type { EncodedTask } from '../../../../src/shared/encoding';
import type { AnswersEvent, ExamplesEvent } from '../../../../src/shared/examples';
import type { TaskPredictions } from '../../../../src/shared/predictions';
import { encodingOf } from '../model/support';
import { binary, regression } from '../support';

type Followed = Pick<LoadedData, 'encoding' | 'validation'>;

const shape = [1, 2, 1];
const base = encodingOf(0, { sold: binary, price: regression }, shape);
const picture = { type: 'image', shift: [0.5], scale: [0.25] } as const;
const encoding = {
  ...base,
  inputs: [{ name: 'photo', shape, dtype: 'float32', encoding: picture }] as const,
  tasks: base.tasks.map((task) =>
    task.name === 'sold' ? { ...task, classes: ['no', 'yes'] } : task,
  ),
};
const validation = {
  rows: 2,
  features: new Float32Array(),
  inputs: [Float32Array.of(-2, 2, 0, 1)],
  targets: {},
  tableRows: Int32Array.of(3, 8),
};
const tasks: readonly TaskPredictions[] = [
  {
    name: 'sold',
    width: 1,
    values: Float32Array.of(0.25, 0.75),
    targets: Float32Array.of(1, Number.NaN),
    classes: ['no', 'yes'],
  },
  { name: 'price', width: 1, values: Float32Array.of(10, 20), targets: Float32Array.of(11, 19) },
];

function evaluated(
  predicted: readonly TaskPredictions[],
  losses: Evaluated['losses'],
  texts: RowPredictions['texts'] = {},
): Evaluated {
  const rows = Float32Array.of();
  return {
    metrics: {},
    losses,
    predictions: () => ({ part: 'validation', rows, tasks: predicted }),
    ofRows: () => Promise.resolve({ tasks: predicted, texts }),
  };
}

async function firstEvents(
  data: Followed,
  validated: Evaluated,
): Promise<[ExamplesEvent, AnswersEvent]> {
  const [examples, answers] = await new Examples(data).events(validated, 0);
  if (examples?.type !== 'examples' || answers?.type !== 'answers') throw new Error('no events');
  return [examples, answers];
}

const losses = { sold: Float32Array.of(1.5, Number.NaN), price: Float32Array.of(1, 2) };

it('shows pictures as the model sees them, once, and what it says after every epoch', async () => {
  const examples = new Examples({ encoding, validation });
  const validated = evaluated(tasks, losses);
  const [shown, answers] = await examples.events(validated, 0);
  if (shown?.type !== 'examples' || answers?.type !== 'answers') throw new Error('no events');
  expect(shown.examples.map(({ row, truth }) => [row, truth])).toEqual([
    [
      4,
      [
        { task: 'sold', value: 'yes' },
        { task: 'price', value: 11 },
      ],
    ],
    [9, [{ task: 'price', value: 19 }]],
  ]);
  const photo = shown.examples[1]?.inputs['photo'];
  if (photo?.kind !== 'picture') throw new Error('no picture');
  const { width, height, data } = PNG.sync.read(
    Buffer.from(photo.uri.replace('data:image/png;base64,', ''), 'base64'),
  );
  // 0 and 1 of a scale of a quarter around a half.
  expect([width, height, data[0], data[4]]).toEqual([2, 1, 128, 191]);
  expect(answers.sample).toEqual([
    {
      row: 4,
      answers: [
        { task: 'sold', value: 'no', probabilities: { no: 0.75, yes: 0.25 }, isRight: false },
        { task: 'price', value: 10 },
      ],
      loss: { sold: 1.5, price: 1 },
    },
    {
      row: 9,
      answers: [
        { task: 'sold', value: 'yes', probabilities: { no: 0.25, yes: 0.75 } },
        { task: 'price', value: 20 },
      ],
      loss: { price: 2 },
    },
  ]);
  const next = await examples.events(validated, 3);
  expect(next).toMatchObject([{ type: 'answers', epoch: 3 }]);
});

it('shows nothing of tables of numbers, or without a validation part', async () => {
  const numbers = encodingOf(2, { sold: binary });
  const validated = evaluated(tasks, losses);
  expect(await new Examples({ encoding: numbers, validation }).events(validated, 0)).toEqual([]);
  expect(await new Examples({ encoding, validation }).events(undefined, 0)).toEqual([]);
});

it('tells boxes and classes of likely objects, whether they are right, or that there is none', async () => {
  const spec = {
    type: 'detection',
    target: { x: 'x', y: 'y', w: 'w', h: 'h' },
    boxLoss: 'giou',
    metrics: ['map50'],
  } as const;
  const face = { name: 'face', spec, outputs: 6, classes: ['cat', 'dog'], scale: 1, shift: 0 };
  const boxes: TaskPredictions = {
    name: 'face',
    width: 12,
    // Two objects a row: a dog and an unlikely cat; nothing; a cat a little to the right.
    values: Float32Array.of(
      ...[1, 0.75, 0.25, 0.25, 0.5, 0.5, 0, 0.25, 0, 0, 1, 1],
      ...[-1, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0],
      ...[0, 0.5, 0.25, 0.25, 0.5, 0.75, -1, 0, 0, 0, 0, 0],
    ),
    targets: Float32Array.of(
      ...[0, 0.125, 0.25, 0.5, 0.75],
      ...[-1, 0, 0, 0, 0],
      ...[0, 0.125, 0.25, 0.5, 0.75],
    ),
    targetWidth: 5,
  };
  const [examples, answers] = await firstEvents(
    { encoding: { ...encoding, tasks: [face] }, validation: { ...validation, rows: 3 } },
    evaluated([boxes], { face: Float32Array.of(3, 2, 1) }),
  );
  const cat = { label: 'cat', edges: [0.125, 0.25, 0.5, 0.75] };
  expect(examples.examples.map(({ truth }) => truth)).toEqual([
    [{ task: 'face', value: 'cat', boxes: [cat] }],
    [{ task: 'face', value: '', boxes: [] }],
    [{ task: 'face', value: 'cat', boxes: [cat] }],
  ]);
  const dog = { label: 'dog', edges: [0.25, 0.25, 0.5, 0.5], probability: 0.75 };
  const found = { label: 'cat', edges: [0.25, 0.25, 0.5, 0.75], probability: 0.5 };
  expect(answers.sample.map((row) => row.answers)).toEqual([
    [{ task: 'face', value: 'dog', boxes: [dog], isRight: false }],
    [{ task: 'face', value: '', boxes: [], isRight: true }],
    [{ task: 'face', value: 'cat', boxes: [found], isRight: true }],
  ]);
});

it('tells the phrases of a sentence and the text that is written beside the true one', async () => {
  const text = {
    type: 'text',
    tokens: 'words',
    lowercase: false,
    hasSpaces: false,
    vocabulary: ['<padding>', '<unknown>', 'Ada', 'sees', 'Bob'],
  } as const;
  const tagging: EncodedTask = {
    name: 'names',
    spec: { type: 'tagging', target: 'labels', metrics: ['f1'] },
    outputs: 2,
    classes: ['B-NAME', 'O'],
    feature: 'words',
    targetShape: [4],
    outputShape: [4],
    scale: 1,
    shift: 0,
  };
  const sequence = {
    ...tagging,
    name: 'turned',
    spec: { type: 'sequence' },
  } as unknown as EncodedTask;
  const [examples, answers] = await firstEvents(
    {
      encoding: {
        width: 0,
        features: [],
        inputs: [{ name: 'words', shape: [4], dtype: 'int32', encoding: text }],
        tasks: [tagging, sequence],
      },
      validation: {
        rows: 1,
        features: new Float32Array(),
        inputs: [Int32Array.of(2, 3, 4, 0)],
        targets: { turned: { values: new Float32Array(4), texts: ['Bob sees Ada'] } },
      },
    },
    evaluated(
      [
        {
          name: 'names',
          width: 4,
          values: Float32Array.of(2, 1, 1, 1),
          targets: Float32Array.of(1, 2, 1, 0),
          targetWidth: 4,
        },
        { name: 'turned', width: 4, values: new Float32Array(4), targets: new Float32Array(4) },
      ],
      { names: Float32Array.of(1), turned: Float32Array.of(1) },
      { turned: new Map([[0, 'Bob Bob']]) },
    ),
  );
  const name = (start: number) => ({ start, end: start + 1, label: 'NAME' });
  expect(examples.examples).toEqual([
    {
      row: 1,
      inputs: { words: { kind: 'text', tokens: ['Ada', ' sees', ' Bob'] } },
      truth: [
        { task: 'names', value: 'Ada · Bob', spans: [name(0), name(2)] },
        { task: 'turned', value: 'Bob sees Ada' },
      ],
    },
  ]);
  // What is said of padding does not count.
  expect(answers.sample[0]?.answers).toEqual([
    { task: 'names', value: 'sees · Bob', spans: [name(1), name(2)], isRight: false },
    { task: 'turned', value: 'Bob Bob' },
  ]);
});
