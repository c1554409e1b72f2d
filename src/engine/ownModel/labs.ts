import { mul, Tensor, type Scalar } from '@tensorflow/tfjs-core';
import { sizeOf, widthOf } from '../../shared/shape';
import { dropoutMask } from '../backend/noise';
import { activations } from '../model/activations';
import { linear } from '../model/denseLayers';
import type { TrainingInputs } from '../model/model';
import type { NodeParameter } from '../model/node';
import type { Initial } from '../model/parameters';
import type { DenseOptions, Lab, OwnModule, WeightOptions } from './ownModule';
import { listed, t } from '../../shared/l10n';

/** Gives a function of a module the weight that it asks for. */
export type WeightSource = (
  name: string,
  shape: readonly number[],
  options: WeightOptions,
) => Tensor;

export interface LabPass {
  readonly weight: WeightSource;
  readonly training: TrainingInputs | undefined;
  /** Tells the random numbers of functions apart. */
  readonly salt: number;
}

/** What one call of `shared` or `head` is given, and what it leaves besides its result. */
export class PassLab implements Lab {
  readonly tf: object;
  /** What it adds to the training objective. */
  readonly penalties: Scalar[] = [];
  private asksForTraining = false;
  private draws = 0;

  constructor(
    { tf }: Pick<OwnModule, 'tf'>,
    private readonly pass: LabPass,
  ) {
    this.tf = tf;
  }

  /** Whether training passes of the function differ from others. */
  get isStochastic(): boolean {
    return this.asksForTraining;
  }

  get training(): boolean {
    this.asksForTraining = true;
    return this.pass.training !== undefined;
  }

  // Functions of their own, so that a module may take them apart: const { weight, tf } = lab.
  readonly weight = (name: string, shape: readonly number[], options: WeightOptions = {}): Tensor =>
    this.pass.weight(name, shape, options);

  readonly dense = (
    name: string,
    x: Tensor,
    units: number,
    { activation = 'linear', l2 = 0 }: DenseOptions = {},
  ): Tensor => {
    const weights = new Map([
      [`${name}/kernel`, this.weight(`${name}/kernel`, [widthOf(x.shape), units], { l2 })],
      [`${name}/bias`, this.weight(`${name}/bias`, [units])],
    ]);
    const weight = (each: string): Tensor => weights.get(each) as Tensor;
    if (!Object.hasOwn(activations, activation)) {
      const known = listed(Object.keys(activations));
      throw new Error(t`there is no activation '${activation}'; there are ${known}`);
    }
    return activations[activation](linear(x, { weight }, `${name}/`));
  };

  readonly dropout = (x: Tensor, rate: number): Tensor => {
    if (!(rate >= 0 && rate < 1)) throw new Error(t`dropout takes a rate in [0, 1), not ${rate}`);
    const salt = this.pass.salt + this.draws++;
    const { training } = this.pass;
    this.asksForTraining = true;
    return training && rate > 0 ? mul(x, dropoutMask(training.key, x.shape, rate, salt)) : x;
  };

  readonly penalty = (term: Scalar): void => {
    // What a module of JavaScript gives may be anything.
    const given: unknown = term;
    if (!(given instanceof Tensor) || given.rank > 0) {
      const shape = given instanceof Tensor ? describe(given.shape) : typeof given;
      throw new Error(t`penalty takes a tensor of one number, [], not ${shape}`);
    }
    this.penalties.push(term);
  };
}

/** The weights that a function declares by asking for them. */
export class DeclaredWeights {
  private readonly declared = new Map<string, NodeParameter>();
  private isOpen = true;

  get parameters(): readonly NodeParameter[] {
    return [...this.declared.values()];
  }

  /** From now on, only what was declared may be asked for. */
  close(): void {
    this.isOpen = false;
  }

  /**
   * What stands for a pass's weights.
   * @param weight makes or finds the tensor of one that is declared
   */
  source(weight: (parameter: NodeParameter) => Tensor): WeightSource {
    return (name, shape, options) => weight(this.ask(name, shape, options));
  }

  private ask(name: string, shape: readonly number[], options: WeightOptions): NodeParameter {
    const known = this.declared.get(name);
    if (!known && this.isOpen) return this.declare(name, shape, options);
    if (known && known.shape.join() === shape.join()) return known;
    const before = known ? t`was ${describe(known.shape)} before` : t`was not asked for before`;
    throw new Error(
      t`the weight '${name}', ${describe(shape)}, ${before}; every pass must ask for the same weights`,
    );
  }

  private declare(
    name: string,
    shape: readonly number[],
    { initial, l2 = 0 }: WeightOptions,
  ): NodeParameter {
    if (typeof name !== 'string' || !/^[\w-]+(\/[\w-]+)*$/.test(name)) {
      throw new Error(
        t`'${name}' is no name of a weight: letters, digits, _ and -, parts joined by /`,
      );
    }
    if (!isShape(shape)) {
      throw new Error(
        t`the weight '${name}' has the shape ${describe(shape)}; sizes are whole numbers from 1`,
      );
    }
    if (isList(initial) && initial.length !== sizeOf(shape)) {
      throw new Error(
        t`the weight '${name}', ${describe(shape)}, has ${initial.length} initial values`,
      );
    }
    // Lists of a module are copied: they are of its context, and it may change them.
    const start = isList(initial) ? [...initial] : initial;
    const parameter = {
      name,
      shape: [...shape],
      l2,
      ...(start !== undefined && { initial: start }),
    };
    this.declared.set(name, parameter);
    return parameter;
  }
}

/** What a module of JavaScript gives may be anything. */
function isShape(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0);
}

function isList(initial: Initial | undefined): initial is readonly number[] {
  return Array.isArray(initial);
}

function describe(shape: unknown): string {
  return Array.isArray(shape) ? `[${shape.join(', ')}]` : String(shape);
}
