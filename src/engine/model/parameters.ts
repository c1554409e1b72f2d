import { reshape, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../shared/shape';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import type { NamedTensor } from '../../shared/weights';
import { pieces } from './pieces';

/** A weight's place in the flat parameter vector. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** The task that owns it; undefined for what is shared. */
  readonly task?: string | undefined;
  /** Factor of the sum of its squares in the training objective. */
  readonly l2: number;
  readonly initial: Initial;
}

/**
 * Starting values: one number for all, a list of them, numbers uniform in ±limit, or uniform in
 * ±√(6 / (in + out)) for a kernel [in, out], in and out times the places of its window for one
 * [..., in, out] (Glorot & Bengio, AISTATS 2010).
 */
export type Initial = number | readonly number[] | { readonly limit: number } | 'glorot';

/** Weights by name, as tensors of one forward pass. */
export type Weights = ReadonlyMap<string, Tensor>;

/**
 * All parameters of a model as one flat vector: shared ones first, then each task's. One vector
 * keeps optimisers to a handful of operations, whatever the number of layers.
 */
export class ParameterLayout {
  readonly size: number;
  /** How many parameters the tasks share; they come first. */
  readonly sharedSize: number;
  /** Shared ones first, then each task's. */
  readonly parameters: readonly ParameterSpec[];
  /** Tasks that have parameters of their own, in the order of these. */
  readonly owners: readonly string[];
  private readonly sizes: number[];

  constructor(parameters: readonly ParameterSpec[]) {
    this.owners = [...new Set(parameters.flatMap(({ task }) => task ?? []))];
    this.parameters = [undefined, ...this.owners].flatMap((owner) =>
      parameters.filter(({ task }) => task === owner),
    );
    this.sizes = this.parameters.map(({ shape }) => sizeOf(shape));
    this.size = this.sizes.reduce((total, size) => total + size, 0);
    this.sharedSize = this.count(undefined);
  }

  /** Parameters that belong to a task, or to what is shared when `task` is undefined. */
  count(task: string | undefined): number {
    return this.parameters.reduce(
      (total, spec, index) => (spec.task === task ? total + (this.sizes[index] ?? 0) : total),
      0,
    );
  }

  /** The flat vector, [size], cut into the weights. */
  weights(theta: Tensor1D): Weights {
    const flat = pieces(theta, this.sizes);
    return new Map(
      this.parameters.map(({ name, shape }, index) => [
        name,
        reshape(flat[index] as Tensor1D, [...shape]),
      ]),
    );
  }

  /** Copies a flat vector into named weights. */
  toNamed(theta: Float32Array): NamedTensor[] {
    let offset = 0;
    return this.parameters.map(({ name, shape }, index) => {
      const start = offset;
      offset += this.sizes[index] ?? 0;
      return { name, shape, values: theta.slice(start, offset) };
    });
  }

  /**
   * Joins named weights into a flat vector.
   * @throws MtlError of kind `data` that lists every name and shape that differs.
   */
  fromNamed(named: readonly NamedTensor[]): Float32Array {
    const byName = new Map(named.map((tensor) => [tensor.name, tensor]));
    const differences = this.differences(byName);
    if (differences.length > 0) {
      throw new MtlError({
        kind: 'data',
        code: 'weights-mismatch',
        message: t`The weights do not fit the model:\n  ${differences.join('\n  ')}`,
        hint: t`Every name and shape must match. Kernels are [in, out].`,
      });
    }
    const theta = new Float32Array(this.size);
    let offset = 0;
    for (const { name } of this.parameters) {
      const values = byName.get(name)?.values ?? new Float32Array();
      theta.set(values, offset);
      offset += values.length;
    }
    return theta;
  }

  private differences(byName: ReadonlyMap<string, NamedTensor>): string[] {
    const wrong = this.parameters.flatMap(({ name, shape }) => {
      const given = byName.get(name);
      if (!given) return [t`${name} is missing; the model has [${shape.join(', ')}]`];
      if (given.shape.join() === shape.join()) return [];
      return [
        t`${name} is [${given.shape.join(', ')}] in the file; the model has [${shape.join(', ')}]`,
      ];
    });
    const known = new Set(this.parameters.map(({ name }) => name));
    const unknown = [...byName.keys()].filter((name) => !known.has(name));
    return [...wrong, ...unknown.map((name) => t`${name} is not in the model`)];
  }
}
