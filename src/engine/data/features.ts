import type { FeatureSpec, FeatureScale } from '../../shared/experiment';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { noCategory } from './categoryColumn';
import { experimentKeyError } from './dataError';
import type { EncodedFeature } from './dataset';
import { sortLabels } from './labels';
import type { Part } from './splitParts';
import { statistics, type Statistics } from './statistics';

/** A feature whose encoding is settled by the training part. */
export interface FittedFeature {
  readonly feature: EncodedFeature;
  /**
   * Writes the feature's numbers for a part into `output`, [part rows, rowWidth].
   * @returns cells for which something else stands: missing numbers, categories not seen in training
   */
  readonly write: (part: Part, output: Float32Array, rowWidth: number) => number;
}

/**
 * Fits a feature on the training part.
 * @param offset where its numbers stand in a row
 * @throws MtlError of kind `data` when a number feature has no number there
 */
export function fitFeature(
  source: ExperimentSource,
  name: string,
  spec: FeatureSpec,
  offset: number,
  train: Part,
): FittedFeature {
  return spec.type === 'number'
    ? fitNumber(source, name, offset, spec.scale, train)
    : fitCategory(name, offset, train);
}

function fitNumber(
  source: ExperimentSource,
  name: string,
  offset: number,
  scaling: FeatureScale,
  train: Part,
): FittedFeature {
  const known = statistics(train.columns.number(name), train.rows);
  if (known.count === 0) {
    throw experimentKeyError(source, ['data', 'features', name], 'key', {
      code: 'no-numbers',
      message: `'${name}' is empty in every training row.`,
      hint: 'Remove it from the features, or add it to data.ignore.',
    });
  }
  const { shift, scale } = numberScale(scaling, known);
  return {
    feature: { name, offset, width: 1, encoding: { type: 'number', shift, scale } },
    write({ columns, rows }, output, rowWidth) {
      const numbers = columns.number(name);
      let filled = 0;
      rows.forEach((row, index) => {
        let value = numbers.at(row);
        if (Number.isNaN(value)) {
          value = known.mean;
          filled++;
        }
        output[index * rowWidth + offset] = (value - shift) / scale;
      });
      return filled;
    },
  };
}

/** value = (number - shift) / scale; a column of one value has no scale of its own. */
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

function fitCategory(name: string, offset: number, train: Part): FittedFeature {
  const column = train.columns.category(name);
  const trainCodes = column.codes;
  const seen = column.texts.map(() => false);
  for (const row of train.rows) {
    const code = trainCodes[row] ?? noCategory;
    if (code !== noCategory) seen[code] = true;
  }
  const categories = sortLabels(column.texts.filter((_, code) => seen[code]));
  const placeOf = new Map(categories.map((category, place) => [category, place]));
  const unknown = categories.length;
  return {
    feature: { name, offset, width: unknown + 1, encoding: { type: 'category', categories } },
    write({ columns, rows }, output, rowWidth) {
      const { codes, texts } = columns.category(name);
      const places = texts.map((text) => placeOf.get(text) ?? unknown);
      let unseen = 0;
      rows.forEach((row, index) => {
        const code = codes[row] ?? noCategory;
        const place = places[code] ?? unknown;
        if (code >= 0 && place === unknown) unseen++;
        output[index * rowWidth + offset + place] = 1;
      });
      return unseen;
    },
  };
}
