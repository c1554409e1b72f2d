import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { MtlError, type SourceLocation } from '../../shared/errors';
import type { Activation } from '../../shared/modelSpec';
import type { Initial } from '../model/parameters';
import { callLimited, callModule, type Called } from './guardedCalls';
import type { SourcePlaces } from './sourcePlaces';

/** What a model's functions are given besides tensors; see samples/own-model/mtl-lab.d.ts. */
export interface Lab extends LossLab {
  readonly training: boolean;
  weight(name: string, shape: readonly number[], options?: WeightOptions): Tensor;
  dense(name: string, x: Tensor, units: number, options?: DenseOptions): Tensor;
  dropout(x: Tensor, rate: number): Tensor;
  penalty(term: Scalar): void;
}

export interface LossLab {
  /** TensorFlow.js. */
  readonly tf: object;
}

export interface WeightOptions {
  readonly initial?: Initial;
  readonly l2?: number;
}

export interface DenseOptions {
  readonly activation?: Activation;
  readonly l2?: number;
}

/** A task as a module sees it. */
export interface ModuleTask {
  readonly name: string;
  readonly type: string;
  readonly outputs: number;
  readonly classes: readonly string[];
}

export type SharedFunction = (lab: Lab, inputs: Readonly<Record<string, Tensor>>) => unknown;
export type HeadFunction = (lab: Lab, x: Tensor, task: ModuleTask) => unknown;
export type LossFunction = (lab: LossLab, output: Tensor, target: Tensor) => unknown;
export type MetricFunction = (
  outputs: Float32Array,
  targets: Float32Array,
  task: ModuleTask,
) => unknown;

/** What a module exports. */
export interface ModuleExports {
  readonly shared: SharedFunction;
  readonly head: HeadFunction;
  /** By task. */
  readonly losses: Readonly<Record<string, LossFunction>>;
  /** By task, then by name. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, MetricFunction>>>>;
}

/** A module that has been evaluated. */
export class OwnModule {
  constructor(
    readonly exports: ModuleExports,
    /** TensorFlow.js, for its functions. */
    readonly tf: object,
    /** Its script, which a run keeps. */
    readonly code: string,
    private readonly places: SourcePlaces,
    /** Its file, for what has no line. */
    readonly place: SourceLocation,
  ) {}

  /** Where a function of the module is written. */
  placeOf(code: (...args: never[]) => unknown): SourceLocation {
    return this.places.ofFunction(code);
  }

  /** An error of the experiment without a place as one of the module's file; any other as it is. */
  placed(error: unknown): unknown {
    if (!(error instanceof MtlError)) return error;
    const { kind, location } = error.report;
    if (kind !== 'experiment' || location) return error;
    return new MtlError({ ...error.report, location: this.place }, { cause: error.cause });
  }

  /** Calls one of its functions. @throws MtlError of kind `experiment` at the line that throws */
  call<Result>(called: Called, call: () => Result): Result {
    return callModule(called, this.places, call);
  }

  /** As `call`, for calls on a few rows: one that does not come back is ended. */
  callLimited<Result>(called: Called, call: () => Result): Result {
    return callLimited(called, this.places, call);
  }
}
