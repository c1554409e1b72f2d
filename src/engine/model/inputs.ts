import { concat } from '@tensorflow/tfjs-core';
import type { Encoding } from '../../shared/encoding';
import type { ModelLayers } from '../../shared/modelSpec';
import { sizeOf } from '../../shared/shape';
import type { TensorSpec } from '../backend/program';
import { layersOf } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart, within } from './part';
import { addStack } from './stacks';

/** Something that a model is given of each row. */
export interface NetworkInput extends Value, Pick<TensorSpec, 'dtype'> {
  /** Of the feature; undefined for the numbers of all others. */
  readonly feature?: string;
  /** Different ids of a text. */
  readonly vocabulary?: number;
  /** For people: `12 features`, `picture`. */
  readonly label: string;
}

/** What a model is given, in order: the numbers of features, then each picture and text. */
export function inputsOf({ width, features, inputs = [] }: Encoding): readonly NetworkInput[] {
  const numbers: NetworkInput = {
    node: 'input',
    output: 0,
    shape: [width],
    dtype: 'float32',
    label: `${features.length} features`,
  };
  return [
    ...(width > 0 ? [numbers] : []),
    ...inputs.map(({ name, shape, dtype, encoding }) => {
      const node = `input/${name}`;
      const isText = encoding.type === 'text';
      return {
        node,
        output: 0,
        shape,
        dtype,
        feature: name,
        label: name,
        ...(isText && { mask: { node, output: 1, shape }, vocabulary: encoding.vocabulary.length }),
      };
    }),
  ];
}

/** The inputs as columns of a program: `features`, and the others by their names. */
export function inputColumns(encoding: Encoding): readonly TensorSpec[] {
  return inputsOf(encoding).map(({ feature, shape, dtype }) => ({
    name: feature === undefined ? 'features' : `features/${feature}`,
    shape,
    dtype,
  }));
}

/**
 * Adds the encoders, and what makes one vector of several inputs.
 * @returns what `shared` starts from
 */
export function addInputs(
  network: Network,
  encoding: Encoding,
  encoders: NonNullable<ModelLayers['encoders']>,
): Value {
  const encoded = inputsOf(encoding).map((input): Value => {
    const layers = input.feature === undefined ? undefined : encoders[input.feature];
    if (!layers) return input;
    const part = within(sharedPart, `encoders/${input.feature}`);
    return addStack(network, part, layersOf(layers, input.shape, input.vocabulary), input);
  });
  const [first, second] = encoded;
  if (!first) throw new Error('a model without inputs');
  if (!second) return first;
  return network.add({
    id: `${sharedPart.prefix}/join`,
    kind: 'join',
    label: 'join',
    inputs: encoded,
    shape: [encoded.reduce((total, { shape }) => total + sizeOf(shape), 0)],
    parameters: [],
    compute: ({ inputs }) => ({ outputs: [concat([...inputs], 1)] }),
  });
}
