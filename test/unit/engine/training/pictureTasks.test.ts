import { grad, sum, type Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { predictedBoxes } from '../../../../src/engine/model/boxes';
import {
  detectedIn,
  detectionMetric,
  meanAveragePrecision,
  overlap,
  type Box,
  type Detection,
} from '../../../../src/engine/training/detectionMetrics';
import { rowLosses } from '../../../../src/engine/training/losses';
import { computeMetrics } from '../../../../src/engine/training/metrics';
import type { EncodedTask } from '../../../../src/shared/encoding';
import type { TaskSpec } from '../../../../src/shared/experiment';
import type { BackendChoice } from '../../../../src/shared/messages';
import { Random } from '../../../../src/shared/random';
import { sizeOf } from '../../../../src/shared/shape';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';
import { encodedTask } from '../support';

const boxColumns = { x: 'x', y: 'y', w: 'w', h: 'h' };
const detection = (
  boxLoss: 'giou' | 'smoothL1',
  outputShape: readonly number[],
  most = 1,
): EncodedTask => ({
  ...encodedTask('boxes', { type: 'detection', target: boxColumns, boxLoss, metrics: ['map50'] }),
  ...{ outputs: outputShape.at(-1) ?? 0, outputShape, targetShape: [most, 5] },
});
const segmentation = (outputShape: readonly number[]): EncodedTask => ({
  ...encodedTask('mask', {
    ...{ type: 'segmentation', target: 'mask', classes: ['a', 'b', 'c'] },
    metrics: ['miou', 'pixelAccuracy'],
  }),
  ...{ outputs: outputShape.at(-1) ?? 0, outputShape, targetShape: outputShape.slice(0, 2) },
});
const multilabelSpec: TaskSpec = {
  ...{ type: 'multilabel', target: 'y' },
  metrics: ['macroF1', 'microF1', 'auc', 'subsetAccuracy'],
};
const multilabel = (labels: number): EncodedTask => ({
  ...encodedTask('labels', multilabelSpec, labels),
  targetShape: [labels],
});

interface Computed {
  readonly losses: readonly number[];
  /** Of the sum of the losses, by the outputs. */
  readonly gradient: readonly number[];
}

/** Losses of rows and their gradient, as a compiled program computes them. */
async function compute(
  task: EncodedTask,
  outputs: readonly number[],
  targets: readonly number[],
  backendName: BackendChoice = 'onnxruntime',
): Promise<Computed> {
  const outputShape = task.outputShape ?? [task.outputs];
  const targetShape = task.targetShape ?? [];
  const rows = outputs.length / sizeOf(outputShape);
  const backend = await whereTfjsNodeIs(() => openBackend(backendName, 1, 0));
  const program = await backend.compile({
    name: 'loss',
    batchSize: rows,
    state: [],
    columns: [
      { name: 'outputs', shape: outputShape, dtype: 'float32' },
      { name: 'targets', shape: targetShape, dtype: 'float32' },
    ],
    stepInputs: [],
    step({ batch: [output, target] }) {
      const lossOf = (each: Tensor) => rowLosses(task, each, target as Tensor);
      const gradient = grad((each: Tensor) => sum(lossOf(each)))(output as Tensor);
      return { state: [], outputs: [lossOf(output as Tensor), gradient] };
    },
  });
  const result = await program.run({
    ...{ state: [], inputs: [] },
    columns: [Float32Array.from(outputs), Float32Array.from(targets)],
    indices: Int32Array.from({ length: rows }, (_, row) => row),
  });
  await program.dispose();
  const [losses = [], gradient = []] = result.outputs;
  return { losses: [...losses], gradient: [...gradient] };
}

function close(actual: readonly number[], expected: readonly number[], digits = 4): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, digits));
}

const random = new Random(4);
const numbers = (count: number, scale = 3): number[] =>
  Array.from({ length: count }, () => (2 * random.uniform() - 1) * scale);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The definition, in plain numbers: one row. */
function detectionLoss(output: readonly number[], target: readonly number[], side: number): number {
  const [label, ...truth] = target as [number, number, number, number, number];
  const width = output.length / side ** 2;
  const [left, top, right, bottom] = truth as unknown as Box;
  const cellOf = (from: number, to: number): number => Math.floor(((from + to) / 2) * side);
  const own = label < 0 ? -1 : cellOf(top, bottom) * side + cellOf(left, right);
  let loss = 0;
  for (let cell = 0; cell < side ** 2; cell++) {
    const [inX = 0, inY = 0, w = 0, h = 0, ...logits] = output.slice(
      cell * width,
      (cell + 1) * width,
    );
    logits.forEach((logit, place) => {
      const p = cell === own && place === label ? sigmoid(logit) : 1 - sigmoid(logit);
      const alpha = cell === own && place === label ? 0.25 : 0.75;
      loss -= alpha * (1 - p) ** 2 * Math.log(p);
    });
    if (cell !== own) continue;
    const x = ((cell % side) + sigmoid(inX)) / side;
    const y = (Math.floor(cell / side) + sigmoid(inY)) / side;
    const box: Box = [
      x - sigmoid(w) / 2,
      y - sigmoid(h) / 2,
      x + sigmoid(w) / 2,
      y + sigmoid(h) / 2,
    ];
    const area = (b: Box): number => (b[2] - b[0]) * (b[3] - b[1]);
    const iou = overlap(box, [left, top, right, bottom]);
    const union = (area(box) + area([left, top, right, bottom])) / (1 + iou);
    const hull: Box = [
      Math.min(box[0], left),
      Math.min(box[1], top),
      Math.max(box[2], right),
      Math.max(box[3], bottom),
    ];
    loss += 1 - iou + (area(hull) - union) / area(hull);
  }
  return loss;
}

describe('the loss of boxes', () => {
  const task = detection('giou', [3, 3, 6]);
  const targets = [1, 0.1, 0.2, 0.5, 0.7, 0, 0.6, 0.55, 0.95, 0.8, -1, 0, 0, 0, 0];
  const outputs = numbers(3 * 54);

  test('is focal cross-entropy and generalised IoU', async () => {
    const expected = [0, 1, 2].map((row) =>
      detectionLoss(
        outputs.slice(54 * row, 54 * (row + 1)),
        targets.slice(5 * row, 5 * (row + 1)),
        3,
      ),
    );
    close((await compute(task, outputs, targets)).losses, expected);
  });

  test('vanishes for a box that is right and sure', async () => {
    const sure = Array.from({ length: 9 }, () => [0, 0, 0, 0, -30, -30]);
    const logit = (p: number): number => Math.log(p / (1 - p));
    // Centre (0.5, 0.5) is in the middle of the middle cell.
    sure[4] = [0, 0, logit(0.4), logit(0.2), -30, 30];
    const { losses } = await compute(task, sure.flat(), [1, 0.3, 0.4, 0.7, 0.6]);
    expect(losses[0]).toBeCloseTo(0, 5);
  });

  test('may be the smooth L1 distance of the edges', async () => {
    const cells = Array.from({ length: 9 }, () => [0, 0, 0, 0, -30, -30]);
    cells[4] = [0, 0, 0, 0, -30, 30];
    // The box is [0.25, 0.75] both ways; two edges are 0.05 off, two 0.15.
    const { losses } = await compute(detection('smoothL1', [3, 3, 6]), cells.flat(), [
      ...[1, 0.2, 0.3, 0.6, 0.9],
    ]);
    const [near, far] = [0.05 ** 2 / 0.2, 0.15 - 0.05];
    expect(losses[0]).toBeCloseTo(2 * near + 2 * far, 5);
  });
});

describe('the loss of several boxes of a picture', () => {
  const nothing = [-1, 0, 0, 0, 0];
  const one = [1, 0.1, 0.2, 0.5, 0.7];
  const other = [0, 0.65, 0.55, 0.95, 0.8];
  const outputs = numbers(54);

  /** Focal cross-entropy of all cells for no object; what an object adds is the difference to it. */
  const empty = detectionLoss(outputs, nothing, 3);

  test('is that of the cells, and for each box what its own cell adds', async () => {
    const expected = detectionLoss(outputs, one, 3) + detectionLoss(outputs, other, 3) - empty;
    const task = detection('giou', [3, 3, 6], 3);
    for (const target of [
      [one, other, nothing],
      [other, nothing, one],
    ]) {
      close((await compute(task, outputs, target.flat())).losses, [expected]);
    }
    close((await compute(task, outputs, [nothing, nothing, nothing].flat())).losses, [empty]);
  });

  test('counts the first one of two whose centres are in the same cell', async () => {
    const within = [0, 0.25, 0.4, 0.4, 0.55];
    const { losses } = await compute(
      detection('giou', [3, 3, 6], 2),
      outputs,
      [one, within].flat(),
    );
    close(losses, [detectionLoss(outputs, one, 3)]);
  });
});

test('the loss of a mask is the mean cross-entropy of pixels with a label', async () => {
  const logits = [1, 2, 3, 0, 0, 0, 5, 5, 5, 9, 1, 2];
  const logSum = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
  const { losses } = await compute(
    segmentation([2, 2, 3]),
    [...logits, ...logits],
    [...[2, 0, -1, -1], ...[-1, -1, -1, -1]],
  );
  close(losses, [(logSum - 3 + Math.log(3)) / 2, 0]);
});

test('the loss of several labels is their mean sigmoid cross-entropy', async () => {
  const { losses } = await compute(multilabel(2), [2, -1, 60, -60], [1, 1, 1, 0]);
  close(losses, [(Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(1))) / 2, 0]);
});

test.each<[string, EncodedTask, readonly number[], number[]]>([
  ['giou', detection('giou', [3, 3, 6]), [1, 0.1, 0.2, 0.5, 0.7, -1, 0, 0, 0, 0], numbers(108)],
  [
    'two boxes',
    detection('giou', [2, 2, 6], 3),
    [1, 0.1, 0.2, 0.5, 0.5, 0, 0.6, 0.55, 0.95, 0.8, -1, 0, 0, 0, 0],
    numbers(24),
  ],
  ['smooth L1', detection('smoothL1', [2, 2, 5]), [0, 0.1, 0.2, 0.5, 0.7], numbers(20)],
  ['segmentation', segmentation([2, 2, 3]), [0, 2, -1, 1], numbers(12)],
  ['several labels', multilabel(3), [0, 1, 1], numbers(3)],
])(
  'losses and gradients are the same on every backend, and those of finite differences: %s',
  async (_name, task, targets, outputs) => {
    const expected = await compute(task, outputs, targets, 'cpu');
    for (const backendName of ['onnxruntime', 'tfjs-node'] as const) {
      const actual = await compute(task, outputs, targets, backendName);
      close(actual.losses, expected.losses);
      close(actual.gradient, expected.gradient);
    }
    const step = 1e-2;
    for (const at of [0, 2, outputs.length - 1]) {
      const moved = async (by: number): Promise<number> => {
        const other = outputs.map((value, index) => (index === at ? value + by : value));
        return (await compute(task, other, targets, 'cpu')).losses.reduce((a, b) => a + b);
      };
      const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(expected.gradient[at]).toBeCloseTo(slope, 2);
    }
  },
);

describe('mAP@0.5', () => {
  const at = (x: number, y = 0): Box => [x, y, x + 0.2, y + 0.2];
  const found = (row: number, label: number, score: number, box: Box): Detection => ({
    ...{ row, label, score, box },
  });

  test('is the area under the precision that never rises with the recall', () => {
    // Right, wrong, right, right of four: precisions 1, 2/3, 3/4 at recalls 1/4, 2/4, 3/4.
    const truths = [0, 1, 2, 3].map((row) => ({ row, label: 0, box: at(0) }));
    const detections = [
      found(0, 0, 0.9, at(0)),
      found(0, 0, 0.8, at(0.5)),
      found(1, 0, 0.7, at(0.01)),
      found(2, 0, 0.6, at(0)),
    ];
    expect(meanAveragePrecision(detections, truths)).toBeCloseTo((1 + 0.75 + 0.75) / 4, 10);
  });

  test('counts an object once, asks for the class and half of the union, and means over classes', () => {
    const truths = [
      { row: 0, label: 0, box: at(0) },
      { row: 0, label: 1, box: at(0.5) },
    ];
    const twice = [found(0, 0, 0.9, at(0)), found(0, 0, 0.95, at(0.01))];
    expect(meanAveragePrecision(twice, truths)).toBeCloseTo(0.5, 10);
    // A third of a side away, the boxes have exactly half of their union in common.
    const near = at(0.2 / 3 - 1e-9);
    const tooFar = at(0.2 / 3 + 1e-3);
    expect(overlap(at(0), near)).toBeCloseTo(0.5, 6);
    expect(meanAveragePrecision([found(0, 0, 1, near)], truths.slice(0, 1))).toBe(1);
    expect(meanAveragePrecision([found(0, 0, 1, tooFar)], truths.slice(0, 1))).toBe(0);
    expect(meanAveragePrecision([found(0, 1, 1, at(0))], truths.slice(0, 1))).toBe(0);
  });

  test('looks for each of the boxes of a picture', () => {
    const truths = [
      { row: 0, label: 0, box: at(0) },
      { row: 0, label: 0, box: at(0.4) },
      { row: 0, label: 1, box: at(0.7) },
      { row: 1, label: 0, box: at(0) },
    ];
    const detections = [
      found(0, 0, 0.9, at(0.4)),
      found(0, 0, 0.8, at(0.41)), // The same object again.
      found(1, 0, 0.7, at(0.5)), // Nothing is there.
      found(0, 0, 0.6, at(0.01)),
      found(0, 1, 0.5, at(0)), // Nothing of this class is there.
      found(0, 1, 0.4, at(0.7)),
    ];
    // Class 0: right, wrong, wrong, right of three; class 1: wrong, right of one.
    expect(meanAveragePrecision(detections, truths)).toBeCloseTo(((1 + 2 / 4) / 3 + 1 / 2) / 2, 10);
  });

  test('of a head counts all boxes of a target', () => {
    const task = detection('giou', [1, 2, 5], 2);
    const logit = (p: number): number => Math.log(p / (1 - p));
    const cell = (score: number): number[] => [0, 0, logit(0.3), logit(0.4), score];
    const outputs = Float32Array.of(...cell(3), ...cell(2), ...cell(-9), ...cell(1));
    const [left, right] = [
      [0, 0.1, 0.3, 0.4, 0.7],
      [0, 0.6, 0.3, 0.9, 0.7],
    ];
    const metric = (...targets: readonly number[][]): number =>
      detectionMetric(task, { outputs, targets: Float32Array.from(targets.flat()) });
    const nothing = [-1, 0, 0, 0, 0];
    expect(metric(left, right, right, nothing)).toBe(1);
    // Of the second picture nothing is found: two of three, and then a wrong box.
    expect(metric(left, right, left, nothing)).toBeCloseTo(2 / 3, 10);
    // By falling score right, wrong, right.
    expect(metric(left, nothing, right, nothing)).toBeCloseTo((1 + 2 / 3) / 2, 10);
  });

  test('agrees with counting every threshold, on random boxes', () => {
    const draw = (count: number): number => Math.floor(random.uniform() * count);
    const truths = Array.from({ length: 40 }, (_, row) => ({
      ...{ row, label: 0, box: at(draw(4) / 10) },
    }));
    const detections = Array.from({ length: 80 }, () =>
      found(draw(40), 0, random.uniform(), at(draw(4) / 10)),
    );
    // Brute force: precision and recall of the first k boxes, for each k.
    const sorted = [...detections].sort((a, b) => b.score - a.score);
    const points = sorted.map((_, index) => {
      const taken = sorted.slice(0, index + 1);
      const right = truths.filter(({ row, box }) =>
        taken.some((each) => each.row === row && overlap(each.box, box) >= 0.5),
      ).length;
      return { precision: right / (index + 1), recall: right / truths.length };
    });
    let area = 0;
    for (let recall = 1; recall <= truths.length; recall++) {
      const reached = points.filter((point) => point.recall >= recall / truths.length - 1e-9);
      area += Math.max(0, ...reached.map(({ precision }) => precision)) / truths.length;
    }
    expect(meanAveragePrecision(detections, truths)).toBeCloseTo(area, 10);
  });

  test('of a head is that of the boxes that it predicts, each object found once', async () => {
    const task = detection('giou', [2, 2, 5]);
    const logit = (p: number): number => Math.log(p / (1 - p));
    // Two cells see the same box around the middle of the left half; two see nothing.
    const cells = [
      [logit(0.5), logit(0.999), logit(0.3), logit(0.4), 2],
      [0, 0, 0, 0, -9],
      [logit(0.5), logit(0.001), logit(0.3), logit(0.4), 3],
      [0, 0, 0, 0, -9],
    ];
    const outputs = Float32Array.from(cells.flat());
    const [only, ...others] = detectedIn(task, outputs, 0);
    expect(others).toEqual([]);
    expect(only!.score).toBeCloseTo(sigmoid(3), 5);
    close(only!.box, [0.1, 0.3, 0.4, 0.7], 2);
    const targets = Float32Array.of(0, 0.1, 0.3, 0.4, 0.7);
    expect(detectionMetric(task, { outputs, targets })).toBe(1);
    const backend = await openBackend('onnxruntime', 1, 0);
    const program = await backend.compile({
      ...{ name: 'boxes', batchSize: 1, state: [], stepInputs: [] },
      columns: [{ name: 'outputs', shape: [2, 2, 5], dtype: 'float32' }],
      step: ({ batch }) => ({ state: [], outputs: [predictedBoxes(batch[0] as Tensor)] }),
    });
    const run = { state: [], columns: [outputs], indices: Int32Array.of(0), inputs: [] };
    const [boxes = new Float32Array()] = (await program.run(run)).outputs;
    await program.dispose();
    close([...boxes.subarray(10, 15)], [...only!.box, only!.score]);
  });
});

test('metrics of masks are over all pixels with a label', () => {
  const task = segmentation([1, 4, 3]);
  const [a, b, c] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const outputs = Float32Array.from([...a, ...a, ...b, ...c]);
  const metrics = computeMetrics(task, { outputs, targets: Float32Array.of(0, 1, 1, -1) });
  // Class a: 1 of 2 pixels in the union; class b: 1 of 2; class c is nowhere.
  expect(metrics).toEqual({ miou: 0.5, pixelAccuracy: 2 / 3 });
});

test('metrics of several labels', () => {
  const outputs = Float32Array.of(...[1, -1, -1], ...[1, 1, -1], ...[-2, 1, -1]);
  const targets = Float32Array.of(...[1, 0, 0], ...[0, 1, 0], ...[0, 1, 0]);
  const metrics = computeMetrics(multilabel(3), { outputs, targets });
  // The first label: 1 right of 2 predicted and 1 actual; the second: 2 of 2 and 2; the third: none.
  expect(metrics['macroF1']).toBeCloseTo((2 / 3 + 1) / 2, 10);
  expect(metrics['microF1']).toBeCloseTo((2 * 3) / (4 + 3), 10);
  expect(metrics['subsetAccuracy']).toBeCloseTo(2 / 3, 10);
  // The first label ties one negative row and beats the other; the third is the same in all rows.
  expect(metrics['auc']).toBeCloseTo((0.75 + 1) / 2, 10);
});
