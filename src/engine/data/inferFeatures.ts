import { listed, t } from '../../shared/l10n';
import type { ExperimentSource } from '../../shared/parseExperiment';
import type { Features } from './columnRequests';
import { experimentKeyError } from './dataError';
import { describeColumn } from './describeColumn';
import type { Columns } from './readColumns';

/**
 * Decides which candidate columns are features and of which type.
 * @param warnings gets which columns were left out, and why
 * @throws MtlError of kind `data` when no feature is left
 */
export function inferFeatures(
  source: ExperimentSource,
  candidates: readonly string[],
  columns: Columns,
  warnings: string[],
): Features {
  const features: Record<string, Features[string]> = {};
  const leftOut: string[] = [];
  for (const column of candidates) {
    const { type, reason } = describeColumn(columns.number(column), columns.category(column));
    if (type === 'number') features[column] = { type, scale: 'standard' };
    else if (type === 'category') features[column] = { type };
    else leftOut.push(t`'${column}' has ${reason ?? t`nothing to tell`}`);
  }
  if (Object.keys(features).length === 0) {
    throw experimentKeyError(source, ['data'], 'value', {
      code: 'no-features',
      message: t`No column is left as a feature${leftOut.length > 0 ? `: ${listed(leftOut)}` : ''}.`,
      hint: t`Every column is a target, ignored or tells nothing. Name the features in data.features.`,
    });
  }
  if (leftOut.length > 0) {
    warnings.push(
      t`Left out as features: ${listed(leftOut)}. Name them in data.features to use them.`,
    );
  }
  return features;
}
