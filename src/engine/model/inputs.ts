import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import type { EncodedInput, EncodedTask, Encoding } from '../../shared/encoding';
import type { ModelLayers } from '../../shared/modelSpec';
import { ownValue } from '../../shared/ownValue';
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
  /** That alone reads it; undefined for what is shared. */
  readonly task?: string;
  /** Of a program. */
  readonly column: string;
  /** Different ids of a text. */
  readonly vocabulary?: number;
  /** For people: `12 features`, `picture`. */
  readonly label: string;
  readonly encoding?: EncodedInput['encoding'];
}

/**
 * What a model is given, in order: the numbers of features, then each picture and text, then what
 * each sequence task has written so far.
 */
export function inputsOf(encoding: Encoding): readonly NetworkInput[] {
  return [...featureInputs(encoding), ...encoding.tasks.flatMap(writtenInput)];
}

/** The ids of a sequence task's text, [tokens], of which a token sees only those before it. */
export function writtenInput({ name, text, targetShape = [] }: EncodedTask): NetworkInput[] {
  if (!text) return [];
  const node = `written/${name}`;
  return [
    {
      node,
      output: 0,
      shape: targetShape,
      dtype: 'float32',
      column: node,
      task: name,
      label: t`written so far`,
    },
  ];
}

function featureInputs({ width, features, inputs = [] }: Encoding): readonly NetworkInput[] {
  const numbers: NetworkInput = {
    node: 'input',
    output: 0,
    shape: [width],
    dtype: 'float32',
    column: 'features',
    label: t`${features.length} features`,
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
        column: `features/${name}`,
        feature: name,
        label: name,
        encoding,
        ...(isText && { mask: { node, output: 1, shape }, vocabulary: encoding.vocabulary.length }),
      };
    }),
  ];
}

/** The features as columns of a program: the inputs without what is written. */
export function featureColumns(encoding: Encoding): readonly TensorSpec[] {
  return columnsOf(featureInputs(encoding));
}

/** The inputs as columns of a program. */
export function inputColumns(encoding: Encoding): readonly TensorSpec[] {
  return columnsOf(inputsOf(encoding));
}

function columnsOf(inputs: readonly NetworkInput[]): readonly TensorSpec[] {
  return inputs.map(({ column, shape, dtype }) => ({ name: column, shape, dtype }));
}

/**
 * Adds the encoders, and what makes one vector of several inputs.
 * @param places are told, by feature, the last value of an encoder that still has the tokens of its
 * text or the places of its picture
 * @returns what `shared` starts from
 */
export function addInputs(
  network: Network,
  encoding: Encoding,
  encoders: NonNullable<ModelLayers['encoders']>,
  places: Map<string, Value>,
): Value {
  const encoded = featureInputs(encoding).map((input): Value => {
    const { feature, shape, vocabulary } = input;
    const seen = addAugmentation(network, input);
    const specs = feature === undefined ? undefined : ownValue(encoders, feature);
    if (feature === undefined || !specs) return seen;
    const part = within(sharedPart, `encoders/${feature}`);
    return layersOf(specs, shape, vocabulary).reduce((from: Value, layer) => {
      const value = addStack(network, part, [layer], from);
      if (value.mask || value.shape.length === 3) places.set(feature, value);
      return value;
    }, seen);
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

/** The node that changes a picture at random. */
export function augmentationId(feature: string): string {
  return `${sharedPart.prefix}/augment/${feature}`;
}

/** What changes a picture at random while training, where its feature says so. */
export function addAugmentation(network: Network, input: NetworkInput): Value {
  const { feature, encoding, shape } = input;
  if (feature === undefined || encoding?.type !== 'image' || !encoding.augment) return input;
  const { augment } = encoding;
  return network.add({
    id: augmentationId(feature),
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
