import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkNode, NodeParameter, NodePass } from './node';

/** What a layer computes with: its own parameters and random numbers. */
export type LayerPass = Pick<NodePass, 'weight' | 'training' | 'salt'>;

export const layerKinds = [
  'dense',
  'dropout',
  'conv',
  'pool',
  'flatten',
  'normalize',
  'residual',
] as const;
export type LayerKind = (typeof layerKinds)[number];

/** A layer on its own: a node has one, and an expert has a few. */
export interface Layer extends Pick<NetworkNode, 'label' | 'shape' | 'isStochastic'> {
  /** `dense0`, `conv0`, `dropout0`, `output`, ... */
  readonly name: string;
  readonly kind: LayerKind | 'output';
  readonly parameters: readonly NodeParameter[];
  /** [batch, ...input shape] -> [batch, ...shape] */
  readonly apply: (x: Tensor, pass: LayerPass) => Tensor;
}

/** A layer's name and the shape of its output, which the experiment's check has found to fit. */
export interface LayerPlace {
  readonly name: string;
  readonly input: readonly number[];
  readonly shape: readonly number[];
}

/**
 * Whether a layer is one of those that make new features of what they see. These are what
 * architectures adapt, mask or mix; the others only follow them.
 */
export function makesFeatures({ kind }: Pick<Layer, 'kind'>): boolean {
  return kind === 'dense' || kind === 'conv' || kind === 'residual';
}
