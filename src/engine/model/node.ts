import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { ModelNode } from '../../shared/run';
import type { TrainingInputs } from './model';
import type { Initial } from './parameters';

/** What flows along an edge of a network, [batch, ...shape]: one of the outputs of a node. */
export interface Value {
  readonly node: string;
  readonly output: number;
  readonly shape: readonly number[];
  /** [batch, tokens]: 1 for a token, 0 for padding; of texts as long as they have tokens. */
  readonly mask?: Value | undefined;
}

export interface NodeParameter {
  /** Without the node's id. */
  readonly name: string;
  readonly shape: readonly number[];
  /** 0 by default. */
  readonly l2?: number;
  /** By default Glorot's for a kernel [..., in, out], 0 for a vector. */
  readonly initial?: Initial;
}

/** What a node computes with. */
export interface NodePass {
  readonly inputs: readonly Tensor[];
  /** Those of the inputs. */
  readonly masks: readonly (Tensor | undefined)[];
  /** One of the node's own parameters. */
  readonly weight: (name: string) => Tensor;
  readonly training: TrainingInputs | undefined;
  /** Tells the random numbers of nodes apart. */
  readonly salt: number;
}

export interface NodeResult {
  /** The node's outputs, [batch, ...shape] each. */
  readonly outputs: readonly Tensor[];
  /** What it lets through, see `ForwardPass.gates`. */
  readonly gate?: Tensor1D;
  /** What it adds to the training objective. */
  readonly penalty?: Scalar | undefined;
}

/** A step of the forward pass, and a box in the picture of the model. */
export interface NetworkNode {
  /** Prefix of its parameters' names. */
  readonly id: string;
  readonly kind: ModelNode['kind'];
  readonly label: string;
  /** The task that owns it and its parameters; undefined for what is shared. */
  readonly task?: string | undefined;
  readonly inputs: readonly Value[];
  readonly parameters: readonly NodeParameter[];
  /** Of every output, without the batch. */
  readonly shape: readonly number[];
  /** How many outputs it has: 1 by default. */
  readonly outputs?: number;
  /** Whether it computes something else while training. */
  readonly isStochastic?: boolean;
  readonly compute: (pass: NodePass) => NodeResult;
}
