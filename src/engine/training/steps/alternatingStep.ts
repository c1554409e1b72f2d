import { concat, reshape, split, stack, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../../backend/program';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import type { Optimizer } from '../optimizers';
import { at, floats, gradientsBy, lossPass, plus, readTraining, trainingSpecs } from './passes';

/** What an alternating step is made of. */
export interface AlternatingParts {
  readonly model: Model;
  readonly columns: Columns;
  readonly optimizer: Optimizer;
}

/**
 * One alternating step. For each task in turn: its loss, an update of its own weights; its loss again,
 * an update of the shared weights. State: parameters, optimiser slots. Step inputs: the optimiser's
 * coefficients for the tasks' own weights, [] each, and for the shared weights, [K] each, which are
 * updated K times a step; `trainingSpecs`. Outputs: losses [K], then each task's raw outputs [batch,
 * outputs], all before the first update.
 */
export function alternatingStep(parts: AlternatingParts, batchSize: number): ProgramSpec {
  const { model, columns, optimizer } = parts;
  const { coefficientNames, slots } = optimizer;
  return {
    name: 'alternating step',
    batchSize,
    state: ['parameters', ...slots].map((name) => floats(name, [model.layout.size])),
    columns: columns.specs,
    stepInputs: [
      ...coefficientNames.map((name) => floats(`own/${name}`, [])),
      ...coefficientNames.map((name) => floats(`shared/${name}`, [columns.tasks])),
      ...trainingSpecs(model),
    ],
    step({ state, batch, inputs }) {
      const training = readTraining(model, inputs);
      const forward = (theta: Tensor1D) =>
        lossPass(model, columns, model.layout.weights(theta), batch, training);
      const before = forward(state[0] as Tensor1D);
      const own = inputs.slice(0, coefficientNames.length) as Scalar[];
      const shared = inputs
        .slice(coefficientNames.length, 2 * coefficientNames.length)
        .map((each) => scalars(each as Tensor1D));
      const parameters = new Segments(model, state as Tensor1D[]);
      columns.taskNames.forEach((name, task) => {
        const update = (owner: string | undefined, coefficients: readonly Scalar[]) => {
          const segment = parameters.find(owner);
          // A task need not own weights, and an architecture need not share any.
          if (segment < 0) return;
          const [gradient] = gradientsBy([parameters.values(segment)], () => {
            const { losses, penalty } = forward(parameters.theta());
            return plus(at(losses, task), penalty);
          });
          parameters.update(segment, gradient as Tensor1D, optimizer, coefficients);
        };
        update(name, own);
        update(
          undefined,
          shared.map((each) => at(each, task)),
        );
      });
      return { state: parameters.all(), outputs: [stack([...before.losses]), ...before.outputs] };
    },
  };
}

/** Parameters and optimiser slots cut into what is shared and what each task owns. */
class Segments {
  private readonly owners: readonly (string | undefined)[];
  /** Parameters, slots; each by segment. */
  private readonly vectors: Tensor1D[][];

  constructor({ layout }: Model, state: readonly Tensor1D[]) {
    const shared = layout.sharedSize > 0 ? [undefined] : [];
    this.owners = [...shared, ...layout.owners];
    const sizes = this.owners.map((owner) => layout.count(owner));
    this.vectors = state.map((vector) => split(vector, sizes));
  }

  /** The segment of a task, or of what is shared; -1 for none. */
  find(owner: string | undefined): number {
    return this.owners.indexOf(owner);
  }

  values(segment: number): Tensor1D {
    return at(at(this.vectors, 0), segment);
  }

  theta(): Tensor1D {
    return concat(at(this.vectors, 0));
  }

  all(): Tensor1D[] {
    return this.vectors.map((segments) => concat(segments));
  }

  update(
    segment: number,
    gradient: Tensor1D,
    optimizer: Optimizer,
    coefficients: readonly Scalar[],
  ): void {
    const [theta, ...slots] = this.vectors.map((segments) => at(segments, segment));
    if (!theta) throw new Error('there is nothing to update');
    const next = optimizer.update(theta, gradient, slots, coefficients);
    [next.theta, ...next.slots].forEach((values, index) => {
      at(this.vectors, index)[segment] = values;
    });
  }
}

/** The elements of a vector, each as a scalar. */
function scalars(values: Tensor1D): Scalar[] {
  return split(values, values.size).map((each): Scalar => reshape(each, []));
}
