import type { ListedRun } from '../runFolders';
import { counted, formatDuration } from '../../shared/numberText';
import { formatTaskMetrics } from '../runText';
import { runTitle } from './runSelection';
import { escapeMarkdown } from './statusText';

/** What there is to know of a run at a glance, as Markdown. */
export function runTooltip(listed: ListedRun): string {
  const { directory, run, notes } = listed;
  const { experiment, summary, backend, error, rows } = run;
  const values = summary?.test ?? summary?.best;
  const threads = `${backend.name}, ${counted(backend.threads, 'thread', 'threads')}`;
  const part = summary?.test ? 'test' : 'best epoch';
  const tasks = Object.entries(experiment.tasks).map(
    ([task, { metrics }]) =>
      `- ${escapeMarkdown(task)}: ${formatTaskMetrics(metrics, values?.[task])} (${part})`,
  );
  const duration = summary
    ? [`${counted(summary.epochs, 'epoch', 'epochs')}, ${formatDuration(summary.seconds)}`]
    : [];
  const status = run.paused ? 'paused' : run.status;
  const title = escapeMarkdown(runTitle(listed));
  return [
    `**${title}** ${status}, started ${new Date(run.start).toLocaleString()}`,
    ...(notes.note === undefined ? [] : [escapeMarkdown(notes.note)]),
    ...(notes.tags ? [notes.tags.map((tag) => escapeMarkdown(`#${tag}`)).join(' ')] : []),
    ...(error ? [escapeMarkdown(error.message)] : []),
    ...(values ? [tasks.join('\n')] : []),
    [...duration, `${rows.train} rows`, threads].join(' · '),
    escapeMarkdown(directory),
  ].join('\n\n');
}
