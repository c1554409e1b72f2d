import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { exampleEvents } from '../../../../src/engine/training/examples';
import type { Predictions } from '../../../../src/shared/predictions';
import { encodingOf } from '../model/support';
import { binary, regression } from '../support';

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
};
const predictions: Predictions = {
  part: 'validation',
  rows: Float32Array.of(4, 9),
  tasks: [
    {
      name: 'sold',
      width: 1,
      values: Float32Array.of(0.25, 0.75),
      targets: Float32Array.of(1, Number.NaN),
      classes: ['no', 'yes'],
    },
    { name: 'price', width: 1, values: Float32Array.of(10, 20), targets: Float32Array.of(11, 19) },
  ],
};
const validated = { metrics: {}, predictions: () => predictions };

it('shows pictures as the model sees them, once, and what it says after every epoch', () => {
  const [examples, answers] = exampleEvents({ encoding, validation }, validated, 0);
  if (examples?.type !== 'examples' || answers?.type !== 'answers') throw new Error('no events');
  expect(examples.examples.map(({ row, truth }) => [row, truth])).toEqual([
    [
      4,
      [
        { task: 'sold', value: 'yes' },
        { task: 'price', value: 11 },
      ],
    ],
    [9, [{ task: 'price', value: 19 }]],
  ]);
  const shown = examples.examples[1]?.inputs['photo'];
  if (shown?.kind !== 'picture') throw new Error('no picture');
  const { width, height, data } = PNG.sync.read(
    Buffer.from(shown.uri.replace('data:image/png;base64,', ''), 'base64'),
  );
  // 0 and 1 of a scale of a quarter around a half.
  expect([width, height, data[0], data[4]]).toEqual([2, 1, 128, 191]);
  expect(answers.answers[0]).toEqual([
    { task: 'sold', value: 'no', probabilities: { no: 0.75, yes: 0.25 } },
    { task: 'price', value: 10 },
  ]);
  expect(exampleEvents({ encoding, validation }, validated, 3)).toMatchObject([
    { type: 'answers', epoch: 3 },
  ]);
});

it('shows nothing of tables of numbers, or without a validation part', () => {
  const numbers = encodingOf(2, { sold: binary });
  expect(exampleEvents({ encoding: numbers, validation }, validated, 0)).toEqual([]);
  expect(exampleEvents({ encoding, validation }, undefined, 0)).toEqual([]);
});

it('tells the boxes and the classes of objects, or that there are none', () => {
  const spec = {
    type: 'detection',
    target: { x: 'x', y: 'y', w: 'w', h: 'h' },
    boxLoss: 'giou',
    metrics: ['map50'],
  } as const;
  const face = { name: 'face', spec, outputs: 6, classes: ['cat', 'dog'], scale: 1, shift: 0 };
  const boxes: Predictions = {
    part: 'validation',
    rows: Float32Array.of(1, 2),
    tasks: [
      {
        name: 'face',
        width: 12,
        values: Float32Array.from([
          ...[1, 0.75, 0.25, 0.25, 0.5, 0.5, 0, 0.5, 0, 0.25, 0.5, 1],
          ...[-1, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0],
        ]),
        targets: Float32Array.from([
          ...[0, 0.125, 0.25, 0.5, 0.75, 1, 0.5, 0.5, 1, 1],
          ...[-1, 0, 0, 0, 0, -1, 0, 0, 0, 0],
        ]),
        targetWidth: 10,
      },
    ],
  };
  const [examples, answers] = exampleEvents(
    { encoding: { ...encoding, tasks: [face] }, validation },
    { metrics: {}, predictions: () => boxes },
    0,
  );
  if (examples?.type !== 'examples' || answers?.type !== 'answers') throw new Error('no events');
  const nothing = [{ task: 'face', value: '', boxes: [] }];
  expect(examples.examples.map(({ truth }) => truth)).toEqual([
    [
      {
        task: 'face',
        value: 'cat, dog',
        boxes: [
          { label: 'cat', edges: [0.125, 0.25, 0.5, 0.75] },
          { label: 'dog', edges: [0.5, 0.5, 1, 1] },
        ],
      },
    ],
    nothing,
  ]);
  expect(answers.answers).toEqual([
    [
      {
        task: 'face',
        value: 'cat, dog',
        boxes: [
          { label: 'dog', edges: [0.25, 0.25, 0.5, 0.5], probability: 0.75 },
          { label: 'cat', edges: [0, 0.25, 0.5, 1], probability: 0.5 },
        ],
      },
    ],
    nothing,
  ]);
});
