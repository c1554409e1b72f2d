import type { EncodedFeature, EncodedInput } from '../../shared/encoding';
import { listed, t } from '../../shared/l10n';
import { targetText } from '../../shared/targetColumns';
import type { ExportedOutput } from './graphNames';

/** What an input takes, for people who open the model. */
export function describeInput({ encoding }: EncodedFeature): string {
  if (encoding.type === 'number') {
    return t`A number; for a missing one, NaN, the training mean ${encoding.missing} stands.`;
  }
  const categories = encoding.categories.map((category) => JSON.stringify(category)).join(', ');
  return t`One of ${categories}; any other text counts as unknown, a missing one too.`;
}

/** What an input takes that the person must encode. */
export function describeEncoded(encoding: EncodedInput['encoding']): string {
  if (encoding.type === 'text') {
    return encoding.unknown === 'shape'
      ? t`Ids of tokens, [tokens]: the place in the vocabulary of encoding.json, of unknown words that of their shape (<Xx> for Word), or 1; 0 after the last one.`
      : t`Ids of tokens, [tokens]: the place in the vocabulary of encoding.json, 1 for unknown ones, 0 after the last one.`;
  }
  const { shift, scale } = encoding;
  return t`A picture, [height, width, channels]: (byte / 255 - shift) / scale, by channel shift [${shift.join(', ')}] and scale [${scale.join(', ')}].`;
}

/** What an output says, for people who open the model. */
export function describeOutput({
  task: { name, spec, classes = [] },
  seen = 0,
}: ExportedOutput): string {
  const { type } = spec;
  const target = targetText(spec);
  const labels = classes.map((label) => JSON.stringify(label));
  switch (type) {
    case 'regression':
      return t`${target}, in its own units.`;
    case 'binary':
      return t`The probability that ${target} is ${labels[1] ?? 'positive'}.`;
    case 'multilabel':
      return t`The probability of each label of ${target}: ${listed(labels)}, in this order.`;
    case 'segmentation':
      return t`The probabilities that a pixel of ${target} is ${listed(labels)}, in this order.`;
    case 'detection':
      return t`For each cell of a grid over the picture the left, top, right and lower edge of a box, in shares of the picture, and the probabilities that it has ${listed(labels)}, in this order.`;
    case 'tagging':
      return t`For each token the probabilities that ${target} is ${listed(labels)}, in this order.`;
    case 'sequence':
      return t`What the decoder of ${name} sees of a row, its input seen${seen}.`;
    case 'multiclass':
      return t`The probabilities that ${target} is ${listed(labels)}, in this order.`;
  }
}

/** What programs want to know of the outputs, as JSON by the output's name. */
export function outputMetadata(outputs: readonly ExportedOutput[]): string {
  return JSON.stringify(
    Object.fromEntries(
      outputs.map(({ name, task: { name: task, spec, classes }, seen }) => [
        name,
        {
          ...{ task, type: spec.type, target: spec.target },
          ...(classes && { classes }),
          ...(seen !== undefined && { seen }),
        },
      ]),
    ),
  );
}
