import type { FoundRun } from '../../runs/readRun';
import { counted, formatDuration } from '../../shared/numberText';
import { formatTaskMetrics } from '../runText';
import { escapeMarkdown } from './statusText';

/** What there is to know of a run at a glance, as Markdown. */
export function runTooltip({ directory, run }: FoundRun): string {
  const { experiment, summary, backend, error, rows } = run;
  const name = escapeMarkdown(experiment.name);
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
  return [
    `**${name}** ${run.status}, started ${new Date(run.start).toLocaleString()}`,
    ...(error ? [escapeMarkdown(error.message)] : []),
    ...(values ? [tasks.join('\n')] : []),
    [...duration, `${rows.train} rows`, threads].join(' · '),
    escapeMarkdown(directory),
  ].join('\n\n');
}
