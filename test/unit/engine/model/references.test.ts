import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import { buildModel } from '../../../../src/engine/model/buildModel';
import type { ModelSpec } from '../../../../src/shared/modelSpec';
import references from '../../../fixtures/architectures.json';
import pictures from '../../../fixtures/pictureArchitectures.json';
import { encodingOf, evaluate, namedWeights, numbers, regressions } from './support';

interface Reference {
  readonly model: ModelSpec;
  readonly weights: Readonly<Record<string, unknown>>;
  readonly outputs: readonly (readonly number[])[];
  readonly sumMse: number;
  readonly gradients: Readonly<Record<string, unknown>>;
  /** [task][row][expert] */
  readonly gates?: readonly (readonly (readonly number[])[])[];
}

const tables = [
  { what: 'numbers', ...references, shape: undefined },
  { what: 'pictures', ...pictures },
].map(({ what, X, shape, targets, cases }) => ({
  what,
  encoding: encodingOf(X[0]!.length, regressions(2), shape),
  features: X,
  targets,
  cases: (cases as unknown as readonly Reference[]).map(
    (reference) => [reference.model.architecture, reference] as const,
  ),
}));
const combinations = (['onnxruntime', 'cpu'] as const).flatMap((choice) =>
  tables.map((table) => [table.what, choice, table] as const),
);

const expectClose = (actual: readonly number[], expected: readonly number[], what: string) => {
  expect(actual.length, what).toBe(expected.length);
  actual.forEach((value, index) => expect(value, what).toBeCloseTo(expected[index]!, 5));
};

describe.each(combinations)('reference %s on %s', (_, choice, table) => {
  const { encoding, features, targets, cases } = table;
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend(choice, 1, 0);
  });
  afterAll(() => backend.dispose());

  it.each(cases)('%s computes the outputs, errors and gradients', async (_, reference) => {
    const model = buildModel(reference.model, encoding);
    const theta = model.layout.fromNamed(namedWeights(reference.weights));
    const actual = await evaluate(backend, model, theta, features, { targets, encoding });
    reference.outputs.forEach((outputs, task) =>
      expectClose(actual.outputs[task]!, outputs, `task ${task}`),
    );
    const errors = actual.outputs.map((outputs, task) =>
      outputs.reduce((sum, y, row) => sum + (y - targets[task]![row]!) ** 2 / outputs.length, 0),
    );
    expect(errors.reduce((total, each) => total + each)).toBeCloseTo(reference.sumMse, 5);
    for (const [name, gradient] of Object.entries(reference.gradients)) {
      expectClose(actual.gradients[name] ?? [], numbers(gradient), name);
    }
    reference.gates?.forEach((rows, task) => {
      const means = rows[0]!.map(
        (_, expert) => rows.reduce((sum, shares) => sum + shares[expert]!, 0) / rows.length,
      );
      expectClose(actual.gates[`tasks/t${task}/gate`] ?? [], means, `gate of task ${task}`);
    });
  });
});
