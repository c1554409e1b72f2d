import { elu, relu, sigmoid, softplus, tanh, type Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../../shared/modelSpec';

type ActivationFunction = <Value extends Tensor>(x: Value) => Value;

export const activations: Readonly<Record<Activation, ActivationFunction>> = {
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
