import type { TaggingTask } from '../../../shared/experiment';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import { textOf } from '../../../shared/textOf';
import { dataError } from '../dataError';
import { checkLabelLists } from '../labelLists';
import { sortLabels } from '../labels';
import type { Part } from '../splitParts';
import { noLabels, unknownLabel, type FittedTask } from '../tasks';
import { textsOf } from './fitText';
import { listedTokens, writtenTokens } from './words';
import { t } from '../../../shared/l10n';

/**
 * Fits a task of labels of tokens: the labels are those of the whole training table.
 * @throws MtlError of kind `data` when it has none
 */
export function fitTagging(
  source: ExperimentSource,
  name: string,
  spec: TaggingTask,
  train: Part,
): FittedTask {
  const { target } = spec;
  const { feature, maxTokens } = textOf(source.experiment, spec);
  const { texts } = train.columns.category(target);
  const classes = sortLabels([...new Set(texts.flatMap(labelsOf))]);
  if (classes.length === 0) throw noLabels(source, name, target);
  const shape = [maxTokens];
  return {
    task: {
      name,
      spec,
      outputs: classes.length,
      targetShape: shape,
      outputShape: shape,
      feature,
      classes,
      shift: 0,
      scale: 1,
    },
    encode: (part) => encodeLabels({ target, feature, classes, maxTokens }, part),
  };
}

interface Labelling {
  readonly target: string;
  readonly feature: string;
  readonly classes: readonly string[];
  readonly maxTokens: number;
}

/** @throws MtlError of kind `data` at a row whose labels are not those of its tokens */
async function encodeLabels(
  { target, feature, classes, maxTokens }: Labelling,
  part: Part,
): ReturnType<FittedTask['encode']> {
  const { rows, columns } = part;
  await checkLabelLists(columns, target);
  const placeOf = new Map(classes.map((label, index) => [label, index + 1]));
  const values = new Float32Array(rows.length * maxTokens);
  const mask = new Float32Array(rows.length).fill(1);
  const sources = [...textsOf(feature, part)];
  const targets = [...textsOf(target, part)];
  for (const [index, row] of rows.entries()) {
    const labels = labelsOf(targets[index] ?? '');
    if (labels.length === 0) {
      mask[index] = 0;
      continue;
    }
    const tokens = writtenTokens(sources[index] ?? '').length;
    if (labels.length !== tokens) {
      const location = await columns.file.locate(row, target);
      throw unevenLabels({ target, feature }, labels.length, tokens, location);
    }
    const places = labels.map((label) => placeOf.get(label));
    const stranger = places.indexOf(undefined);
    if (stranger !== -1) {
      const location = await columns.file.locate(row, target);
      throw unknownLabel(target, labels[stranger] ?? '', classes, location);
    }
    values.set(places.slice(0, maxTokens).map(Number), index * maxTokens);
  }
  return mask.includes(0) ? { values, mask } : { values };
}

function labelsOf(cell: string): readonly string[] {
  return listedTokens(cell) ?? cell.split(/\s+/u).filter((label) => label !== '');
}

function unevenLabels(
  { target, feature }: Pick<Labelling, 'target' | 'feature'>,
  labels: number,
  tokens: number,
  location: Parameters<typeof dataError>[1],
): Error {
  return dataError(
    {
      code: 'uneven-labels',
      message: t`'${target}' has ${labels} labels here, and '${feature}' has ${tokens} tokens.`,
      hint: t`Every token has one label. Give the tokens as a list, so that both are cut alike.`,
    },
    location,
  );
}
