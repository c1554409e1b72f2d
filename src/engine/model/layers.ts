import {
  elu,
  fused,
  mul,
  relu,
  sigmoid,
  softplus,
  tanh,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Activation, DenseLayer, LayerSpec } from '../../shared/modelSpec';
import { dropoutMask } from '../backend/noise';
import type { NetworkNode, NodeParameter, NodePass } from './node';
import { t } from '../../shared/l10n';

/** What a layer computes with: its own parameters and random numbers. */
export type LayerPass = Pick<NodePass, 'weight' | 'training' | 'salt'>;

/** A layer on its own: a node has one, and an expert has a few. */
export interface Layer extends Pick<NetworkNode, 'label' | 'width' | 'isStochastic'> {
  /** `dense0`, `dropout0`, `output`, ... */
  readonly name: string;
  readonly kind: 'dense' | 'dropout' | 'output';
  readonly parameters: readonly NodeParameter[];
  /** [batch, in] -> [batch, width] */
  readonly apply: (x: Tensor2D, pass: LayerPass) => Tensor2D;
}

export const activations: Readonly<Record<Activation, (x: Tensor2D) => Tensor2D>> = {
  linear: (x) => x,
  relu: (x) => relu(x),
  tanh: (x) => tanh(x),
  sigmoid: (x) => sigmoid(x),
  elu: (x) => elu(x),
  softplus: (x) => softplus(x),
};

/** `dense 64 · relu` */
export function activated(label: string, activation: Activation): string {
  return activation === 'linear' ? label : `${label} · ${activation}`;
}

/** A chain of layers, numbered by kind: `dense0`, `dropout0`, `dense1`. */
export function layersOf(specs: readonly LayerSpec[], inputWidth: number): readonly Layer[] {
  const counts = { dense: 0, dropout: 0 };
  let width = inputWidth;
  return specs.map((spec) => {
    if ('dropout' in spec) return dropoutLayer(`dropout${counts.dropout++}`, spec.dropout, width);
    const layer = denseLayer(`dense${counts.dense++}`, spec, width);
    width = layer.width;
    return layer;
  });
}

export function denseLayer(name: string, spec: DenseLayer, inputWidth: number): Layer {
  const { dense, activation, l2 } = spec;
  return {
    name,
    kind: 'dense',
    label: activated(`dense ${dense}`, activation),
    width: dense,
    parameters: linearParameters(inputWidth, dense, { l2 }),
    apply: (x, pass) => activations[activation](linear(x, pass)),
  };
}

/** The linear layer at the end of a head. */
export function outputLayer(outputs: number, inputWidth: number): Layer {
  const spec = { dense: outputs, activation: 'linear', l2: 0 } as const;
  const layer = denseLayer('output', spec, inputWidth);
  return { ...layer, kind: 'output', label: t`output ${outputs}` };
}

function dropoutLayer(name: string, rate: number, width: number): Layer {
  return {
    name,
    kind: 'dropout',
    label: `dropout ${rate}`,
    width,
    parameters: [],
    isStochastic: true,
    apply: (x, { training, salt }) =>
      training && rate > 0 ? mul(x, dropoutMask(training.key, x.shape, rate, salt)) : x,
  };
}

/** x·kernel + bias. @param prefix of their names within the node */
export function linear(x: Tensor2D, { weight }: Pick<NodePass, 'weight'>, prefix = ''): Tensor2D {
  const bias: Tensor = weight(`${prefix}bias`);
  return fused.matMul({ a: x, b: weight(`${prefix}kernel`), bias }) as Tensor2D;
}

/** Parameters for `linear`. @param kernel what is not usual about the kernel */
export function linearParameters(
  inputs: number,
  outputs: number,
  kernel: Pick<NodeParameter, 'initial' | 'l2'> = {},
  prefix = '',
): NodeParameter[] {
  return [
    { name: `${prefix}kernel`, shape: [inputs, outputs], ...kernel },
    { name: `${prefix}bias`, shape: [outputs] },
  ];
}
