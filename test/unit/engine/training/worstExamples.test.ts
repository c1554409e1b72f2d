import { expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Dataset, LoadedData } from '../../../../src/engine/data/dataset';
import { worstRows, type AnswersEvent } from '../../../../src/shared/examples';
import type { Predictions } from '../../../../src/shared/predictions';
import { experimentWith, record, syntheticDataset, syntheticTasks } from '../support';

const rows = 40;
const experiment = experimentWith({ epochs: 1 });
const model = {
  ...experiment.model,
  shared: [{ flatten: true }, { dense: 8, activation: 'relu' }],
};

/** The synthetic tasks on pictures of 2 by 2 pixels; in every third row `sign` has no label. */
function picturesOf(seed: number): Dataset {
  const { features, targets } = syntheticDataset(rows, 4, seed);
  const mask = Float32Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 0 : 1));
  const sign = { values: targets['sign']!.values, mask };
  const tableRows = Int32Array.from({ length: rows }, (_, row) => 100 + row);
  return {
    rows,
    features: new Float32Array(),
    inputs: [features],
    targets: { ...targets, sign },
    tableRows,
  };
}

const photo = {
  name: 'photo',
  shape: [2, 2, 1],
  dtype: 'float32',
  encoding: { type: 'image', shift: [0], scale: [1] },
} as const;
const data: LoadedData = {
  encoding: { width: 0, features: [], inputs: [photo], tasks: syntheticTasks },
  train: picturesOf(1),
  validation: picturesOf(2),
  test: { ...picturesOf(3), rows: 0 },
  warnings: [],
};

/** Each row's losses by their definition: the square of the error, and the cross-entropy. */
function lossesOf({ rows: tableRows, tasks: [value, sign] }: Predictions) {
  return Array.from(tableRows, (row, index) => {
    const isTrue = sign!.targets[index]!;
    const p = sign!.values[index]!;
    const error = value!.values[index]! - value!.targets[index]!;
    const entropy = -Math.log(isTrue === 1 ? p : 1 - p);
    return { row, value: error ** 2, sign: Number.isNaN(isTrue) ? undefined : entropy };
  });
}

it('after an epoch, tells the rows with the largest losses of each task and of all together', async () => {
  const backend = await openBackend('onnxruntime', 1, 0);
  const { events, predictions } = await record({
    backend,
    data,
    experiment: { ...experiment, model } as typeof experiment,
  });
  const isAnswers = (event: { type: string }): event is AnswersEvent => event.type === 'answers';
  const worst = events.find(isAnswers)!.worst;
  const losses = lossesOf(predictions[0]!);
  const largest = (lossOf: (row: (typeof losses)[number]) => number | undefined) =>
    losses
      .filter((row) => lossOf(row) !== undefined)
      .sort((a, b) => lossOf(b)! - lossOf(a)!)
      .slice(0, 8)
      .map(({ row }) => row);
  const shown = (task?: string) => worstRows(worst, task).map(({ row }) => row);
  expect(shown('value')).toEqual(largest(({ value }) => value));
  expect(shown('sign')).toEqual(largest(({ sign }) => sign));
  expect(shown()).toEqual(largest(({ value, sign }) => value + (sign ?? 0)));
  for (const { row, loss } of worst) {
    const own = losses.find((each) => each.row === row)!;
    expect(loss['value']).toBeCloseTo(own.value, 5);
    expect(Object.keys(loss)).toHaveLength(own.sign === undefined ? 1 : 2);
    if (own.sign !== undefined) expect(loss['sign']).toBeCloseTo(own.sign, 5);
  }
});
