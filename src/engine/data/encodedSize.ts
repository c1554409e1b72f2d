import type { EncodedFeature } from '../../shared/encoding';
import { t } from '../../shared/l10n';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { gigabytes, usableMemory, warningShare } from '../memory';
import { experimentKeyError } from './dataError';

/** Numbers a part's features may take: 4 GiB of them. */
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
  features: readonly EncodedFeature[],
  rows: readonly number[],
  warnings: string[],
  memory = usableMemory(),
): void {
  const width = features.reduce((total, feature) => total + feature.width, 0);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const bytes = total * width * Float32Array.BYTES_PER_ELEMENT;
  if (bytes <= warningShare * memory && Math.max(...rows) * width <= mostNumbers) return;
  if (features.length === 0) return;
  const widest = features.reduce((a, b) => (b.width > a.width ? b : a));
  const size = t`${gigabytes(bytes)} of ${gigabytes(memory)} of memory: ${total.toLocaleString('en')} rows of ${width.toLocaleString('en')} numbers.`;
  const hint =
    widest.encoding.type === 'category'
      ? t`'${widest.name}' alone has ${widest.encoding.categories.length.toLocaleString('en')} categories; add it to data.ignore, for example.`
      : t`Use fewer rows, or name fewer columns in data.features.`;
  if (bytes <= memory && Math.max(...rows) * width <= mostNumbers) {
    warnings.push(t`The encoded features take ${size} ${hint}`);
    return;
  }
  throw experimentKeyError(source, ['data', 'features', widest.name], 'key', {
    code: 'too-wide',
    message: t`The encoded features would take ${size}`,
    hint,
  });
}
