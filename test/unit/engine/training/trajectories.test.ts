import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import { createMethod } from '../../../../src/engine/balancing/createMethod';
import type { GradientMethod } from '../../../../src/engine/balancing/gradientMethod';
import type { LossMethod } from '../../../../src/engine/balancing/lossMethod';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { CarriedState } from '../../../../src/engine/training/carriedState';
import { Columns } from '../../../../src/engine/training/columns';
import { createOptimizer } from '../../../../src/engine/training/optimizers';
import { methodStepper } from '../../../../src/engine/training/steps/createStepper';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { Random } from '../../../../src/shared/random';
import {
  namedTensor,
  trajectoryCases,
  trajectoryExperiment,
  type Trajectory,
  type TrajectoryProblem,
} from '../../../support/trajectories';
import { encodedTask, loadedData } from '../support';

function loaded({ tasks, X, y }: TrajectoryProblem, specs: ReturnType<typeof parseExperiment>) {
  const encoded = tasks.map(({ name }) => encodedTask(name, specs.tasks[name]!));
  const targets = Object.fromEntries(
    tasks.map(({ name }, index) => [name, { values: Float32Array.from(y[index]!) }]),
  );
  const features = Float32Array.from(X.flat());
  return loadedData(encoded, X[0]!.length, { rows: X.length, features, targets });
}

/** Draws what the library drew. */
class Recorded extends Random {
  constructor(private readonly numbers: readonly number[]) {
    super(0);
  }

  private next = 0;

  override uniform(): number {
    return this.numbers[this.next++] ?? NaN;
  }
}

/** The method with the random draws of the library, and its factor of the heads' gradients. */
function asInLibrary(
  method: LossMethod | GradientMethod,
  { name, weights, uniform }: Trajectory,
): LossMethod | GradientMethod {
  if (method.kind === 'losses') {
    return weights ? { ...method, stepNumbers: ({ step }) => weights[step - 1]! } : method;
  }
  // LibMTL does not divide the heads' gradients by the number of batches here.
  const heads = name === 'SDMGrad' ? 3 : 1;
  return {
    ...method,
    combine(input) {
      const random = uniform ? new Recorded(uniform[input.step - 1]!) : input.random;
      const combination = method.combine({ ...input, random });
      return { ...combination, heads: combination.heads.map((factor) => heads * factor) };
    },
  };
}

describe.each(['onnxruntime', 'cpu'] as const)('30 steps on %s', (choice) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend(choice, 1, 1e6);
  });
  afterAll(() => backend.dispose());

  it.each(trajectoryCases())('follow LibMTL: $id by $name', async ({ problem, run }) => {
    const text = JSON.stringify(trajectoryExperiment(problem, run));
    const experiment = parseExperiment(text, '/trajectory.mtl.json');
    const { encoding, train } = loaded(problem, experiment);
    const columns = new Columns(encoding, train);
    const model = buildModel(experiment.model, encoding);
    const method = asInLibrary(createMethod(experiment.balancing, columns.taskNames), run);
    const stepper = methodStepper({ experiment, backend, model, columns }, method);
    const { slots } = createOptimizer(experiment.training.optimizer);
    const carried = new CarriedState(model.layout, slots, stepper);
    const start = Object.entries(problem.initialWeights).map(namedTensor);
    const indices = Int32Array.from(problem.X, (_, row) => row);
    const { learningRate } = experiment.training.optimizer;
    const tasks = columns.tasks;
    const losses: number[] = [];
    let state: readonly Float32Array[] = carried.initial(model.layout.fromNamed(start));
    for (let step = 1; step <= 30; step++) {
      const batchSize = problem.X.length;
      const call = { state, indices, batchSize, step, epoch: step - 1, learningRate };
      const result = await stepper.run(call);
      losses.push(...result.losses);
      state = result.state;
      stepper.epochEnded(step - 1, [...result.losses]);
    }
    await stepper.dispose();
    const final = carried.save(state);
    const { lossesRel, finalParamsAbs } = run.tolerance;
    const errors = run.losses
      .slice(0, 30)
      .flatMap((row, step) =>
        row.map((loss, task) => Math.abs(losses[step * tasks + task]! / loss - 1)),
      );
    expect(errors).toHaveLength(30 * tasks);
    expect(Math.max(...errors)).toBeLessThan(lossesRel);
    for (const { name, values } of Object.entries(run.final).map(namedTensor)) {
      const actual = final.find((each) => each.name === `weights/${name}`)!.values;
      const differences = [...values].map((value, index) => Math.abs(actual[index]! - value));
      expect(Math.max(...differences)).toBeLessThan(finalParamsAbs);
    }
  });
});
