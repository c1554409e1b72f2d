import { dateLocale, t } from '../../shared/l10n';
import type { ListedRun } from '../runFolders';
import { counted, formatCount, formatDuration } from '../../shared/numberText';
import { formatTaskMetrics } from '../runText';
import { runTitle, tagTexts } from '../../shared/runNotes';
import { escapeMarkdown } from './statusText';
import { runStatusWord } from '../../shared/words';

/** What there is to know of a run at a glance, as Markdown. */
export function runTooltip(listed: ListedRun): string {
  const { directory, run, notes } = listed;
  const { experiment, summary, backend, error, rows } = run;
  const values = summary?.test ?? summary?.best;
  const threads = `${backend.name}, ${counted(backend.threads, t`thread`, t`threads`)}`;
  const part = summary?.test ? t`test` : t`best epoch`;
  const tasks = Object.entries(experiment.tasks).map(
    ([task, { metrics }]) =>
      `- ${escapeMarkdown(task)}: ${formatTaskMetrics(metrics, values?.[task])} (${part})`,
  );
  const duration = summary
    ? [`${counted(summary.epochs, t`epoch`, t`epochs`)}, ${formatDuration(summary.seconds)}`]
    : [];
  const status = runStatusWord(run);
  const title = escapeMarkdown(runTitle(listed));
  return [
    t`**${title}** ${status}, started ${new Date(run.start).toLocaleString(dateLocale())}`,
    ...(notes.note === undefined ? [] : [escapeMarkdown(notes.note)]),
    ...(notes.tags ? [tagTexts(notes).map(escapeMarkdown).join(' ')] : []),
    ...(error ? [escapeMarkdown(error.message)] : []),
    ...(values ? [tasks.join('\n')] : []),
    [...duration, t`${formatCount(rows.train)} rows`, threads].join(' · '),
    escapeMarkdown(directory),
  ].join('\n\n');
}
