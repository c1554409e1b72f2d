import { t } from '../../shared/l10n';
import type { EncodedFeature, EncodedInput, Encoding } from '../../shared/encoding';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { sizeOf } from '../../shared/shape';
import { gigabytes, usableMemory, warningShare } from '../memory';
import { experimentKeyError } from './dataError';

/** Numbers that one array of a part may hold: 4 GiB of them. */
const mostNumbers = 2 ** 30;

/**
 * Checks that the encoded features fit into memory, before they take any.
 * @param rows of each part
 * @param warnings gets that they take much of the memory
 * @param memory bytes that this process may use
 * @throws MtlError of kind `data`, at the widest feature, when they do not fit
 */
export function checkEncodedSize(
  source: ExperimentSource,
  { features, inputs = [] }: Pick<Encoding, 'features' | 'inputs'>,
  rows: readonly number[],
  warnings: string[],
  memory = usableMemory(),
): void {
  const each = [...features, ...inputs];
  const joined = features.reduce((total, { width }) => total + width, 0);
  const width = each.reduce((total, feature) => total + widthOf(feature), 0);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const bytes = total * width * Float32Array.BYTES_PER_ELEMENT;
  const fits = Math.max(...rows) * Math.max(joined, ...inputs.map(widthOf)) <= mostNumbers;
  if (each.length === 0 || (bytes <= warningShare * memory && fits)) return;
  const widest = each.reduce((a, b) => (widthOf(b) > widthOf(a) ? b : a));
  const size = t`${gigabytes(bytes)} of ${gigabytes(memory)} of memory: ${total.toLocaleString('en')} rows of ${width.toLocaleString('en')} numbers.`;
  if (bytes <= memory && fits) {
    warnings.push(t`The encoded features take ${size} ${hintFor(widest)}`);
    return;
  }
  throw experimentKeyError(source, ['data', 'features', widest.name], 'key', {
    code: 'too-wide',
    message: t`The encoded features would take ${size}`,
    hint: hintFor(widest),
  });
}

function widthOf(feature: EncodedFeature | EncodedInput): number {
  return 'width' in feature ? feature.width : sizeOf(feature.shape);
}

function hintFor({ name, encoding }: EncodedFeature | EncodedInput): string {
  switch (encoding.type) {
    case 'category':
      return t`'${name}' alone has ${encoding.categories.length.toLocaleString('en')} categories; add it to data.ignore, for example.`;
    case 'image':
      return t`Make the pictures of '${name}' smaller with its "size", or use fewer rows.`;
    case 'text':
      return t`Give the texts of '${name}' fewer "maxTokens", or use fewer rows.`;
    case 'number':
      return t`Use fewer rows, or name fewer columns in data.features.`;
  }
}
