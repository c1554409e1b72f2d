interface Training {
  readonly batch: number;
  /** Optimiser steps in one round. */
  readonly steps: number;
  /** Width of each task's output: 1 for a squared error, otherwise classes of a cross-entropy. */
  readonly outputs: readonly number[];
  /** As in an experiment file; default: equal weights. */
  readonly balancing?: { readonly method: string };
}

/** Dense layers with ReLU, shared and then of each head. */
export interface MlpWorkload extends Training {
  readonly model: 'mlp';
  readonly features: number;
  readonly shared: readonly number[];
  readonly head: readonly number[];
}

/** LeNet (LeCun et al., 1998): two convolutions with pooling, a dense layer, heads. */
export interface LenetWorkload extends Training {
  readonly model: 'lenet';
  /** Pictures are square, of one channel. */
  readonly side: number;
  readonly filters: readonly [number, number];
  readonly shared: number;
  readonly head: number;
}

/** The encoder of Vaswani et al. (arXiv 1706.03762), its mean over the tokens, heads. */
export interface TransformerWorkload extends Training {
  readonly model: 'transformer';
  readonly tokens: number;
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly feedForward: number;
}

/** What every way of a case trains; each is handed the same JSON. See bench/harness/workloads.mjs. */
export type Workload = MlpWorkload | LenetWorkload | TransformerWorkload;
