import { expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { experimentWith, loadedData, record, syntheticDataset, syntheticTasks } from '../support';

it('compares with models that are trained as if their task were the only one', async () => {
  const backend = await openBackend('onnxruntime', 1, 1e6);
  const parts = {
    validation: syntheticDataset(80, 5, 2),
    test: syntheticDataset(90, 5, 3),
  };
  const train = syntheticDataset(200, 5, 1);
  const experiment = { ...experimentWith({ epochs: 4 }, 0.2), compare: { singleTask: true } };
  const multi = await record({
    experiment,
    data: loadedData(syntheticTasks, 5, train, parts),
    backend,
  });
  const { comparison } = multi.result;
  expect(comparison?.part).toBe('test');
  let parameters = 0;
  for (const task of syntheticTasks) {
    const alone = await record({
      experiment: {
        ...experiment,
        compare: { singleTask: false },
        tasks: { [task.name]: experiment.tasks[task.name]! },
      },
      data: loadedData([task], 5, train, parts),
      backend,
    });
    parameters += alone.result.parameters;
    const { loss, ...metrics } = alone.result.test![task.name]!;
    expect(loss).toBeGreaterThan(0);
    expect(comparison?.tasks[task.name]?.single).toEqual(metrics);
    const epochs = multi.events.filter(
      (event) => event.type === 'baseline' && event.task === task.name,
    );
    expect(epochs).toHaveLength(4);
  }
  expect(comparison?.parameters).toEqual({ multi: multi.result.parameters, single: parameters });
  const rmse = comparison!.tasks['value']!;
  expect(rmse.improvement['rmse']).toBeCloseTo(
    (rmse.single['rmse']! - rmse.multi['rmse']!) / rmse.single['rmse']!,
    12,
  );
  const auc = comparison!.tasks['sign']!;
  expect(auc.improvement['auc']).toBeCloseTo(
    (auc.multi['auc']! - auc.single['auc']!) / auc.single['auc']!,
    12,
  );
  expect(comparison!.deltaP).toBeCloseTo(
    (rmse.improvement['rmse']! + (auc.improvement['auc']! + auc.improvement['accuracy']!) / 2) / 2,
    12,
  );
});

it('ends as stopped when it is stopped while a model of one task trains', async () => {
  const backend = await openBackend('onnxruntime', 1, 1e6);
  const experiment = { ...experimentWith({ epochs: 2 }), compare: { singleTask: true } };
  const data = loadedData(syntheticTasks, 5, syntheticDataset(64, 5, 1));
  // Four steps of its own.
  const { result, checkpoints } = await record({ experiment, data, backend }, 4);
  expect(result.status).toBe('stopped');
  expect(result.comparison).toBeUndefined();
  const again = await record({ experiment, data, backend, resume: checkpoints.at(-1)! });
  expect(again.result.status).toBe('completed');
  expect(again.result.comparison?.part).toBe('training');
});
