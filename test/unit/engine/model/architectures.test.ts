import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { initialWeights } from '../../../../src/engine/model/initialWeights';
import type { ModelSpec } from '../../../../src/shared/modelSpec';
import { Random } from '../../../../src/shared/random';
import {
  binaries,
  encodingOf,
  evaluate,
  everyArchitecture,
  regressions,
  withDropout,
} from './support';

const width = 5;
const architectures = Object.entries(everyArchitecture);

/** Two tasks of a kind that the architecture takes, or three where it can. */
function tasksFor({ architecture }: ModelSpec, count = 3) {
  if (architecture === 'esmm') return binaries(2);
  return architecture === 'aitm' ? binaries(count) : regressions(count);
}

function modelOf(spec: ModelSpec, count?: number) {
  return buildModel(spec, encodingOf(width, tasksFor(spec, count)));
}

const random = new Random(1);
const features = Array.from({ length: 6 }, () =>
  Array.from({ length: width }, () => 2 * random.uniform() - 1),
);

describe.each(architectures)('the picture of %s', (_, spec) => {
  const { graph, layout } = modelOf(withDropout(spec, 0.1));
  const { nodes, edges, parameters } = graph;
  const ids = nodes.map(({ id }) => id);

  it('leads from the input to each task’s output, with nothing beside the way', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from, to } of edges) {
      expect(ids.indexOf(from), `${from} before ${to}`).toBeGreaterThanOrEqual(0);
      expect(ids.indexOf(to), `${from} before ${to}`).toBeGreaterThan(ids.indexOf(from));
    }
    const outputs = nodes.filter(({ kind }) => kind === 'output');
    expect(outputs.map(({ task }) => task)).toEqual(Object.keys(parameters.tasks));
    for (const { id, kind } of nodes) {
      if (kind !== 'input')
        expect(
          edges.filter(({ to }) => to === id),
          id,
        ).not.toEqual([]);
      if (kind !== 'output')
        expect(
          edges.filter(({ from }) => from === id),
          id,
        ).not.toEqual([]);
    }
  });

  it('counts every parameter once, where its weights are named after the node', () => {
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(sum(nodes.map((node) => node.parameters))).toBe(layout.size);
    expect(parameters.total).toBe(layout.size);
    expect(parameters.shared + sum(Object.values(parameters.tasks))).toBe(layout.size);
    for (const { name, task } of layout.parameters) {
      const [node] = nodes.filter(({ id }) => name.startsWith(`${id}/`));
      expect(node, name).toBeDefined();
      expect(node?.task, name).toBe(task);
      expect(name.startsWith(task === undefined ? 'shared/' : `tasks/${task}/`)).toBe(true);
    }
  });

  it('keeps what is shared first, then each task’s', () => {
    const owners = layout.parameters.map(({ task }) => task);
    const order = [undefined, ...Object.keys(parameters.tasks)];
    const positions = owners.map((owner) => order.indexOf(owner));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });
});

describe.each(architectures)('the weights of %s', (_, spec) => {
  it('start the same when a task is added', () => {
    // The added task changes how many columns there are to combine, not their layers.
    const named = (count: number) => {
      const { layout } = modelOf(spec, count);
      return new Map(
        layout.toNamed(initialWeights(layout, 7)).map((tensor) => [tensor.name, tensor]),
      );
    };
    const [before, after] = [named(2), named(3)];
    for (const [name, { shape, values }] of before) {
      const same = after.get(name);
      expect(same, name).toBeDefined();
      if (same?.shape.join() === shape.join()) expect(same.values, name).toEqual(values);
      else expect(name).toMatch(/^shared\/(stitch|branch|level0\/gate)/);
    }
    expect([...before.values()].some(({ values }) => values.some((value) => value !== 0))).toBe(
      true,
    );
  });
});

describe.each(architectures)('a pass of %s', (_, spec) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend('cpu', 1, 0);
  });
  afterAll(() => backend.dispose());

  const model = modelOf(spec);
  const tasks = Object.keys(model.graph.parameters.tasks);
  // Off the starting values, where what starts at 0 hides what depends on it.
  const noise = new Random(3);
  const theta = initialWeights(model.layout, 42).map(
    (value) => value + 0.2 * (2 * noise.uniform() - 1),
  );

  it('lets a task’s loss depend on what is shared and its own, never on another task’s', async () => {
    for (const index of tasks.keys()) {
      const { gradients } = await evaluate(backend, model, theta, features, { only: [index] });
      const reached = model.layout.parameters.filter(({ name }) =>
        gradients[name]!.some((value) => value !== 0),
      );
      expect(reached).not.toEqual([]);
      for (const { name, task } of reached) {
        expect([undefined, tasks[index]], name).toContain(task);
      }
    }
  });

  it('says what each gate lets through', async () => {
    const { gates } = await evaluate(backend, model, theta, features);
    const expected = model.graph.nodes.filter(
      ({ kind }) => kind === 'gate' || kind === 'stitch' || kind === 'attention',
    );
    expect(Object.keys(gates)).toEqual(expected.map(({ id }) => id));
    for (const values of Object.values(gates)) {
      expect(values.length).toBeGreaterThan(1);
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  it('is the same in two halves, where there is a representation', async () => {
    const { representation } = model;
    if (!representation) {
      expect(spec.architecture).not.toBe('hard-sharing');
      return;
    }
    const inHalves = {
      ...model,
      forward: (...[x, weights, training]: Parameters<typeof model.forward>) =>
        representation.decode(representation.encode(x, weights, training), weights, training),
    };
    const [whole, halves] = [
      await evaluate(backend, model, theta, features),
      await evaluate(backend, inHalves, theta, features),
    ];
    expect(halves.outputs).toEqual(whole.outputs);
    expect(halves.penalty).toBe(whole.penalty);
    expect(halves.gradients).toEqual(whole.gradients);
  });
});
