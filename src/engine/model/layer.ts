import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkNode, NodeParameter, NodePass } from './node';

/** What a layer computes with: its own parameters and random numbers. */
export interface LayerPass extends Pick<NodePass, 'weight' | 'training' | 'salt'> {
  /** Of the layer's input, see `Value.mask`. */
  readonly mask?: Tensor | undefined;
}

export const layerKinds = [
  'dense',
  'dropout',
  'conv',
  'pool',
  'flatten',
  'normalize',
  'residual',
  'embedding',
  'gru',
  'transformer',
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
  /** Different ids that its input has, where that is a text. */
  readonly vocabulary?: number | undefined;
}

const featureKinds: ReadonlySet<Layer['kind']> = new Set([
  'dense',
  'conv',
  'residual',
  'gru',
  'transformer',
]);

/**
 * Whether a layer is one of those that make new features of what they see. These are what
 * architectures adapt, mask or mix; the others only follow them.
 */
export function makesFeatures({ kind }: Pick<Layer, 'kind'>): boolean {
  return featureKinds.has(kind);
}
