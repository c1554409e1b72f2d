import type { NamedTensor } from '../../shared/weights';
import type { ParameterLayout } from '../model/parameters';
import type { Stepper } from './steps/stepper';

/**
 * What training carries from step to step: parameters, the optimiser's slots, the stepper's vectors;
 * and the names under which a checkpoint holds it.
 */
export class CarriedState {
  constructor(
    private readonly layout: ParameterLayout,
    private readonly slots: readonly string[],
    private readonly stepper: Stepper,
  ) {}

  /** Where training starts. */
  initial(theta: Float32Array): Float32Array[] {
    return [
      theta,
      ...this.slots.map(() => new Float32Array(theta.length)),
      ...this.stepper.vectors.map(({ values }) => values),
    ];
  }

  /** Tensors of a checkpoint: copies. */
  save(state: readonly Float32Array[]): NamedTensor[] {
    const [theta = new Float32Array(), ...rest] = state;
    const own = rest.slice(this.slots.length);
    return [
      ...this.named('weights', theta),
      ...this.slots.flatMap((slot, index) => this.named(`optimizer/${slot}`, rest[index] ?? theta)),
      ...this.stepper.vectors.map(({ name, shape, values }, index) => ({
        name: `balancing/${name}`,
        shape,
        values: (own[index] ?? values).slice(),
      })),
      ...this.stepper.save().rows.map((values, index) => ({
        name: rowName(index),
        shape: [values.length],
        values: values.slice(),
      })),
    ];
  }

  /** Takes over what `save` returned, and the numbers that the stepper had saved. */
  restore(saved: ReadonlyMap<string, NamedTensor>, numbers: readonly number[]): Float32Array[] {
    const rows: Float32Array[] = [];
    for (let row = saved.get(rowName(0)); row; row = saved.get(rowName(rows.length))) {
      rows.push(row.values);
    }
    this.stepper.restore({ numbers, rows });
    return [
      this.flat('weights', saved),
      ...this.slots.map((slot) => this.flat(`optimizer/${slot}`, saved)),
      ...this.stepper.vectors.map(
        ({ name, values }) => saved.get(`balancing/${name}`)?.values ?? values,
      ),
    ];
  }

  /** A parameter vector as tensors under a prefix. */
  named(prefix: string, values: Float32Array): NamedTensor[] {
    return this.layout
      .toNamed(values)
      .map((tensor) => ({ ...tensor, name: `${prefix}/${tensor.name}` }));
  }

  /** The parameter vector that `named` wrote. */
  flat(prefix: string, saved: ReadonlyMap<string, NamedTensor>): Float32Array {
    const own = [...saved.values()].filter(({ name }) => name.startsWith(`${prefix}/`));
    return this.layout.fromNamed(
      own.map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length + 1) })),
    );
  }
}

const rowName = (index: number): string => `balancing/row${index}`;
