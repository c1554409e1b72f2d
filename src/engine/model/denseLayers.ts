import { fused, mul, reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import type { EncodedTask } from '../../shared/encoding';
import type { DenseLayer, DropoutLayer } from '../../shared/modelSpec';
import { dropoutMask } from '../backend/noise';
import { activated, activations } from './activations';
import type { Layer, LayerPlace } from './layer';
import type { NodeParameter, NodePass } from './node';
import { t } from '../../shared/l10n';

/** Units that see all of a vector, or all units of their place in a picture or text. */
export function denseLayer(spec: DenseLayer, { name, input, shape }: LayerPlace): Layer {
  const { dense, activation, l2 } = spec;
  return {
    name,
    kind: 'dense',
    label: activated(`dense ${dense}`, activation),
    shape,
    parameters: linearParameters(widthOf(input), dense, { l2 }),
    apply: (x, pass) => activations[activation](linear(x, pass)),
  };
}

/** The linear layer at the end of a head. @param input shape of a row that it sees */
export function outputLayer(
  { outputs, spec: { type } }: Pick<EncodedTask, 'outputs' | 'spec'>,
  input: readonly number[],
): Layer {
  const spec = { dense: outputs, activation: 'linear', l2: 0 } as const;
  const shape = [...input.slice(0, -1), outputs];
  const layer = denseLayer(spec, { name: 'output', input, shape });
  const parameters = layer.parameters.map((each) =>
    type === 'detection' && each.name === 'bias'
      ? { ...each, initial: rareObjects(outputs) }
      : each,
  );
  return { ...layer, parameters, kind: 'output', label: t`output ${outputs}` };
}

/** Cells start with a probability of 0.01 for each class, as RetinaNet's do: nearly all have none. */
function rareObjects(outputs: number): number[] {
  return Array.from({ length: outputs }, (_, at) => (at < 4 ? 0 : -Math.log(99)));
}

export function dropoutLayer({ dropout }: DropoutLayer, { name, shape }: LayerPlace): Layer {
  return {
    name,
    kind: 'dropout',
    label: `dropout ${dropout}`,
    shape,
    parameters: [],
    isStochastic: true,
    apply: (x, { training, salt }) =>
      training && dropout > 0 ? mul(x, dropoutMask(training.key, x.shape, dropout, salt)) : x,
  };
}

/**
 * x·kernel + bias over the last dimension, whatever the others are.
 * @param prefix of their names within the node
 */
export function linear<Value extends Tensor>(
  x: Value,
  { weight }: Pick<NodePass, 'weight'>,
  prefix = '',
): Value {
  const [kernel, bias] = [weight(`${prefix}kernel`) as Tensor2D, weight(`${prefix}bias`)];
  const width = kernel.shape[1];
  const rows: Tensor2D =
    x.rank === 2 ? (x as Tensor as Tensor2D) : reshape(x, [-1, widthOf(x.shape)]);
  const y = fused.matMul({ a: rows, b: kernel, bias });
  return (x.rank === 2 ? y : reshape(y, [...x.shape.slice(0, -1), width])) as Value;
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
