import { t } from '../shared/l10n';
import { describeMetric } from '../shared/metricNames';
import type { RunInfo } from '../shared/run';
import { formatChange, formatValue } from '../shared/numberText';
import { formatTable } from './formatTable';
import { partWord } from '../shared/words';

/** Digits of a metric, enough to tell good models apart. */
const metricDigits = 4;

/**
 * Each task's metrics with the kept weights, on the validation and the test part, and where one
 * model a task was trained, the change from it (+ is better).
 */
export function resultTable({ experiment, rows, summary }: RunInfo): string {
  if (!summary) return '';
  const { best, bestEpoch, test, comparison } = summary;
  const part = partWord(rows.validation > 0 ? 'validation' : 'training');
  const epoch = bestEpoch === undefined ? '' : t` (epoch ${bestEpoch + 1})`;
  return formatTable(
    [
      { title: t`task`, align: 'left' },
      { title: t`metric`, align: 'left' },
      { title: `${part}${epoch}`, align: 'right' },
      { title: partWord('test'), align: 'right' },
      ...(comparison ? [{ title: t`vs single`, align: 'right' as const }] : []),
    ],
    Object.entries(experiment.tasks).flatMap(([task, { metrics }]) =>
      ['loss', ...metrics].map((metric, index) => [
        index === 0 ? task : '',
        describeMetric(metric).label,
        formatValue(best?.[task]?.[metric], metricDigits),
        formatValue(test?.[task]?.[metric], metricDigits),
        ...(comparison
          ? [formatChange(comparison.tasks[task]?.improvement[metric] ?? Number.NaN)]
          : []),
      ]),
    ),
  );
}
