import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import type { EncodedInput, Encoding } from '../../shared/encoding';
import type { ModelLayers } from '../../shared/modelSpec';
import { sizeOf } from '../../shared/shape';
import type { TensorSpec } from '../backend/program';
import { augmented } from './augment';
import { layersOf } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import { sharedPart, within } from './part';
import { addStack } from './stacks';
import { t } from '../../shared/l10n';

/** Something that a model is given of each row. */
export interface NetworkInput extends Value, Pick<TensorSpec, 'dtype'> {
  /** Of the feature; undefined for the numbers of all others. */
  readonly feature?: string;
  /** For people: `12 features`, `picture`. */
  readonly label: string;
  readonly encoding?: EncodedInput['encoding'];
}

/** What a model is given, in order: the numbers of features, then each picture and text. */
export function inputsOf({ width, features, inputs = [] }: Encoding): readonly NetworkInput[] {
  const numbers: NetworkInput = {
    node: 'input',
    output: 0,
    shape: [width],
    dtype: 'float32',
    label: t`${features.length} features`,
  };
  return [
    ...(width > 0 ? [numbers] : []),
    ...inputs.map(({ name, shape, dtype, encoding }) => ({
      node: `input/${name}`,
      output: 0,
      shape,
      dtype,
      feature: name,
      label: name,
      encoding,
    })),
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
    const seen = addAugmentation(network, input);
    const layers = input.feature === undefined ? undefined : encoders[input.feature];
    if (!layers) return seen;
    const part = within(sharedPart, `encoders/${input.feature}`);
    return addStack(network, part, layersOf(layers, input.shape), seen);
  });
  const [first, second] = encoded;
  if (!first) throw new Error('a model without inputs');
  if (!second) return first;
  return network.add({
    id: `${sharedPart.prefix}/join`,
    kind: 'join',
    label: t`join`,
    inputs: encoded,
    shape: [encoded.reduce((total, { shape }) => total + sizeOf(shape), 0)],
    parameters: [],
    compute: ({ inputs }) => ({ outputs: [concat([...inputs], 1)] }),
  });
}

/** What changes a picture at random while training, where its feature says so. */
function addAugmentation(network: Network, input: NetworkInput): Value {
  const { feature, encoding, shape } = input;
  if (encoding?.type !== 'image' || !encoding.augment) return input;
  const { augment } = encoding;
  return network.add({
    id: `${sharedPart.prefix}/augment/${feature}`,
    kind: 'augment',
    label: t`augment`,
    inputs: [input],
    shape,
    parameters: [],
    isStochastic: true,
    compute: ({ inputs: [x], training, salt }) => ({
      outputs: [
        training
          ? augmented(x as Tensor4D, augment, encoding, training.key, salt)
          : (x as Tensor4D),
      ],
    }),
  });
}
