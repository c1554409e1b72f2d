import { describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { record } from '../support';
import {
  gradient,
  linearData,
  linearExperiment,
  loss,
  named,
  start,
  type LinearModel,
} from './linearTasks';

const learningRate = 0.1;

function descend(
  at: readonly [number, number],
  f: (at: readonly [number, number]) => number,
): [number, number] {
  const [p, q] = gradient(f, at);
  return [at[0] - learningRate * p, at[1] - learningRate * q];
}

/** The article's algorithm, word by word. */
function alternate(model: LinearModel): LinearModel {
  return model.heads.reduce<LinearModel>((current, _, task) => {
    const heads = current.heads.map((head, index) =>
      index === task
        ? descend(head, (trial) =>
            loss(
              { ...current, heads: current.heads.map((each, i) => (i === task ? trial : each)) },
              task,
            ),
          )
        : head,
    );
    return { heads, shared: descend(current.shared, (shared) => loss({ shared, heads }, task)) };
  }, model);
}

describe.each(['onnxruntime', 'cpu'] as const)('the alternating schedule on %s', (choice) => {
  it('moves each task’s own weights, then, by its new loss, the shared ones', async () => {
    const backend = await openBackend(choice, 1, 0);
    const base = linearExperiment(learningRate);
    const experiment = {
      ...base,
      training: { ...base.training, schedule: 'alternating' as const, epochs: 3 },
    };
    const { events, checkpoints } = await record({
      experiment,
      data: linearData(),
      backend,
      initialWeights: named(start),
    });
    let model = start;
    const steps = events.filter((event) => event.type === 'step');
    expect(steps).toHaveLength(3);
    for (const { loss: losses } of steps) {
      expect(losses['first']).toBeCloseTo(loss(model, 0), 5);
      expect(losses['second']).toBeCloseTo(loss(model, 1), 5);
      model = alternate(model);
    }
    const last = checkpoints.at(-1)!.tensors;
    for (const { name, values } of named(model)) {
      const actual = last.find((each) => each.name === `weights/${name}`)!.values;
      expect(actual[0]).toBeCloseTo(values[0]!, 5);
    }
  });

  it('ends when the loss has settled', async () => {
    const backend = await openBackend(choice, 1, 0);
    const base = linearExperiment(0.05);
    const convergence = { tolerance: 0.001, patience: 2 };
    const { events, result } = await record({
      experiment: {
        ...base,
        training: { ...base.training, schedule: 'alternating', epochs: 500, convergence },
      },
      data: linearData(),
      backend,
    });
    expect(result.status).toBe('completed');
    expect(result.epochs).toBeLessThan(500);
    const totals = events.flatMap((event) =>
      event.type === 'epoch'
        ? [event.train['first']!['loss']! + event.train['second']!['loss']!]
        : [],
    );
    const settled = totals
      .slice(1)
      .map((total, index) => Math.abs(total - totals[index]!) <= 0.001 * totals[index]!);
    // The first time that two epochs in a row changed by no more.
    const end = settled.findIndex((each, index) => each && settled[index + 1]) + 1;
    expect(result.epochs).toBe(end + 2);
  });
});
