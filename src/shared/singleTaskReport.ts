import type { Comparison, MultiAndSingle } from './comparison';
import { listed, t } from './l10n';
import { formatChange, formatCount, formatDuration } from './numberText';
import type { RunHistory } from './runHistory';
import { describeWeights, weightsChange } from './weightPath';
import { partWord } from './words';

/** A claim about multi-task learning, and what this run says to it. */
export interface Finding {
  readonly question: string;
  readonly answer: string;
}

/** What the comparison with one model a task says to the three claims made for multi-task learning. */
export function singleTaskReport(
  comparison: Comparison,
  { weightPaths }: Pick<RunHistory, 'weightPaths'>,
): readonly Finding[] {
  return [
    { question: t`Does sharing train faster?`, answer: speedAnswer(comparison) },
    { question: t`Does it generalise better?`, answer: qualityAnswer(comparison) },
    {
      question: t`Are the tasks weighed dynamically?`,
      answer: t`${weightsChange(weightPaths) ? t`Yes` : t`No`}. ${describeWeights(weightPaths)}`,
    },
  ];
}

function speedAnswer({ seconds, parameters }: Comparison): string {
  const verdict = seconds.multi < seconds.single ? t`Yes` : t`No`;
  return t`${verdict}. One model for all tasks took ${formatDuration(seconds.multi)}, one model a task ${formatDuration(seconds.single)} (${relative(seconds, t`less`, t`more`)} time). It has ${formatCount(parameters.multi)} parameters instead of ${formatCount(parameters.single)} (${relative(parameters, t`fewer`, t`more`)}).`;
}

/** How much less or more the one model takes than all the others. */
function relative({ multi, single }: MultiAndSingle, less: string, more: string): string {
  const change = (multi - single) / single;
  const size = formatChange(Math.abs(change)).replace('+', '');
  return `${size} ${change <= 0 ? less : more}`;
}

function qualityAnswer({ part, tasks, deltaP, deltaM }: Comparison): string {
  const means = Object.entries(tasks).map(([task, { improvement }]) => {
    const values = Object.values(improvement);
    return { task, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
  const rounded = (mean: number): number => Math.round(1000 * mean);
  const better = means.filter(({ mean }) => rounded(mean) > 0);
  const worse = means.filter(({ mean }) => rounded(mean) < 0);
  const same = means.filter(({ mean }) => rounded(mean) === 0);
  const named = (words: string, group: typeof means): string[] => {
    const each = group.map(({ task, mean }) => `${task} (${formatChange(mean)})`);
    return group.length === 0 ? [] : [`${words}: ${listed(each)}`];
  };
  const verdict = better.length === 0 ? t`No` : worse.length === 0 ? t`Yes` : t`For some tasks`;
  const parts = [
    ...named(t`better`, better),
    ...named(t`worse`, worse),
    ...named(t`no difference`, same),
  ];
  return t`${verdict}. On the ${partWord(part)} part, ${parts.join('; ')}. Δp ${formatChange(deltaP)} (positive is better), Δm ${formatChange(deltaM / 100)} (negative is better). With one seed, small differences may be chance.`;
}
