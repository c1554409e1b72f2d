import type { CategoryEncoding, EncodedFeature, NumberEncoding } from '../../shared/encoding';
import type { CategoryFeature, FeatureScale, NumberFeature } from '../../shared/experiment';
import { t } from '../../shared/l10n';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { noCategory } from './categoryColumn';
import { experimentKeyError } from './dataError';
import { sortLabels } from './labels';
import type { Part } from './splitParts';
import { statistics, type Statistics } from './statistics';

/**
 * Fits a feature on the training part.
 * @param offset where its numbers stand in a row
 * @throws MtlError of kind `data` when a number feature has no number there
 */
export function fitFeature(
  source: ExperimentSource,
  name: string,
  spec: NumberFeature | CategoryFeature,
  offset: number,
  train: Part,
): EncodedFeature {
  if (spec.type === 'number') {
    return { name, offset, width: 1, encoding: fitNumber(source, name, spec.scale, train) };
  }
  const encoding = fitCategory(name, train);
  return { name, offset, width: encoding.categories.length + 1, encoding };
}

/**
 * Writes a feature's numbers for a part into `output`, [part rows, rowWidth], zeros until then.
 * @returns cells for which something else stands: missing numbers, categories not seen in training
 */
export function writeFeature(
  { name, offset, encoding }: EncodedFeature,
  part: Part,
  output: Float32Array,
  rowWidth: number,
): number {
  return encoding.type === 'number'
    ? writeNumbers(encoding, name, part, output.subarray(offset), rowWidth)
    : writeCategories(encoding, name, part, output.subarray(offset), rowWidth);
}

function fitNumber(
  source: ExperimentSource,
  name: string,
  scaling: FeatureScale,
  train: Part,
): NumberEncoding {
  const known = statistics(train.columns.number(name), train.rows);
  if (known.count === 0) {
    throw experimentKeyError(source, ['data', 'features', name], 'key', {
      code: 'no-numbers',
      message: t`'${name}' is empty in every training row.`,
      hint: t`Remove it from the features, or add it to data.ignore.`,
    });
  }
  return { type: 'number', ...numberScale(scaling, known), missing: known.mean };
}

/** A column of one value has no scale of its own. */
function numberScale(scaling: FeatureScale, { mean, deviation, minimum, maximum }: Statistics) {
  switch (scaling) {
    case 'standard':
      return { shift: mean, scale: deviation || 1 };
    case 'minmax':
      return { shift: minimum, scale: maximum - minimum || 1 };
    case 'none':
      return { shift: 0, scale: 1 };
  }
}

function fitCategory(name: string, train: Part): CategoryEncoding {
  const column = train.columns.category(name);
  const trainCodes = column.codes;
  const seen = column.texts.map(() => false);
  for (const row of train.rows) {
    const code = trainCodes[row] ?? noCategory;
    if (code !== noCategory) seen[code] = true;
  }
  const categories = sortLabels(column.texts.filter((_, code) => seen[code]));
  return { type: 'category', categories };
}

/** @param output from the feature's place in the first row on */
function writeNumbers(
  { shift, scale, missing }: NumberEncoding,
  name: string,
  { columns, rows }: Part,
  output: Float32Array,
  rowWidth: number,
): number {
  const numbers = columns.number(name);
  let filled = 0;
  rows.forEach((row, index) => {
    let value = numbers.at(row);
    if (Number.isNaN(value)) {
      value = missing;
      filled++;
    }
    output[index * rowWidth] = (value - shift) / scale;
  });
  return filled;
}

/** @param output from the feature's place in the first row on */
function writeCategories(
  { categories }: CategoryEncoding,
  name: string,
  { columns, rows }: Part,
  output: Float32Array,
  rowWidth: number,
): number {
  const { codes, texts } = columns.category(name);
  const placeOf = new Map(categories.map((category, place) => [category, place]));
  const unknown = categories.length;
  const places = texts.map((text) => placeOf.get(text) ?? unknown);
  let unseen = 0;
  rows.forEach((row, index) => {
    const code = codes[row] ?? noCategory;
    const place = places[code] ?? unknown;
    if (code >= 0 && place === unknown) unseen++;
    output[index * rowWidth + place] = 1;
  });
  return unseen;
}
