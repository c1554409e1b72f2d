import { describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { GradientsEvent, TrainingEvent } from '../../../../src/shared/events';
import { experimentWith, loadedData, record, syntheticDataset, syntheticTasks } from '../support';
import { gradient, linearData, linearExperiment, loss, named, start } from './linearTasks';

describe.each(['onnxruntime', 'cpu'] as const)('relations on %s', (choice) => {
  it('are the norms, cosines and affinities of the gradients by the shared weights', async () => {
    const backend = await openBackend(choice, 1, 0);
    const learningRate = 0.1;
    const { events } = await record({
      experiment: { ...linearExperiment(learningRate), relations: { every: 1, affinity: true } },
      data: linearData(),
      backend,
      initialWeights: named(start),
    });
    const [first] = events.filter((event): event is GradientsEvent => event.type === 'gradients');
    const gradients = [0, 1].map((task) =>
      gradient((shared) => loss({ ...start, shared }, task), start.shared),
    );
    const norms = gradients.map(([p, q]) => Math.hypot(p, q));
    const cosine =
      (gradients[0]![0] * gradients[1]![0] + gradients[0]![1] * gradients[1]![1]) /
      (norms[0]! * norms[1]!);
    expect(first).toMatchObject({ step: 1, epoch: 0 });
    expect(first!.norm['first']).toBeCloseTo(norms[0]!, 5);
    expect(first!.norm['second']).toBeCloseTo(norms[1]!, 5);
    expect(first!.cosine[0]![1]).toBeCloseTo(cosine, 5);
    expect(first!.cosine[1]![0]).toBe(first!.cosine[0]![1]);
    expect(first!.cosine[0]![0]).toBeCloseTo(1, 6);
    gradients.forEach(([p, q], mover) => {
      const shared = [
        start.shared[0] - learningRate * p,
        start.shared[1] - learningRate * q,
      ] as const;
      [0, 1].forEach((task) => {
        const affinity = 1 - loss({ ...start, shared }, task) / loss(start, task);
        expect(first!.affinity![mover]![task]).toBeCloseTo(affinity, 4);
      });
    });
  });

  it('change nothing in the training, and come every so many steps', async () => {
    const backend = await openBackend(choice, 1, 0);
    const data = loadedData(syntheticTasks, 5, syntheticDataset(100, 5, 1));
    const experiment = experimentWith({ epochs: 3 }, 0.3);
    const recorded = { ...experiment, relations: { every: 5, affinity: false } };
    const without = await record({ experiment, data, backend });
    const withRelations = await record({ experiment: recorded, data, backend });
    const related = withRelations.events.filter(({ type }) => type === 'gradients');
    expect(related.map((event) => 'step' in event && event.step)).toEqual([1, 6, 11]);
    const rest = withRelations.events.filter(({ type }) => type !== 'gradients');
    const timeless = (events: readonly TrainingEvent[]) =>
      events.map((event) => ({ ...event, seconds: 0 }));
    expect(timeless(rest)).toEqual(timeless(without.events));
  });

  it('are not recorded for one task', async () => {
    const backend = await openBackend(choice, 1, 0);
    const [task] = syntheticTasks;
    const experiment = experimentWith({ epochs: 1 });
    const { events } = await record({
      experiment: {
        ...experiment,
        tasks: { value: experiment.tasks['value']! },
        relations: { every: 1, affinity: true },
      },
      data: loadedData([task!], 5, syntheticDataset(64, 5, 1)),
      backend,
    });
    expect(events.map(({ type }) => type)).toEqual(['step', 'step', 'epoch']);
  });
});
