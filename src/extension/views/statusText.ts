import { nameAfterFile } from '../../shared/experimentName';
import { listed, t } from '../../shared/l10n';
import { formatCount, formatDuration } from '../../shared/numberText';
import { formatTaskMetrics, formatTasks } from '../runText';
import { lastEpoch, type RunRecord } from '../training/runRecord';
import type { JobState, TrainingOutcome } from '../training/trainingState';
import { statusWord } from '../../shared/words';

/** What the status bar item says; the tooltip is Markdown. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
}

const icons = { completed: 'check', stopped: 'circle-slash', failed: 'error', running: 'sync' };

/** @param queue names of the experiments that wait */
export function trainingStatus(state: JobState, queue: readonly string[]): StatusText {
  const name = nameAfterFile(state.experiment);
  const waiting = queue.length > 0 ? [t`Queued: ${listed(queue.map(escapeMarkdown))}`] : [];
  const stop = t`[Stop Training](command:mtlLab.stop)`;
  const pause = t`[Pause](command:mtlLab.pause)`;
  const resume = t`[Continue](command:mtlLab.continue)`;
  const metrics = t`[Show Metrics](command:mtlLab.showMetrics)`;
  const tooltip = (...parts: string[]): string => [...parts, ...waiting].join('\n\n');
  switch (state.kind) {
    case 'starting':
      return {
        text: `$(loading~spin) ${name}`,
        tooltip: tooltip(`**${escapeMarkdown(name)}**: ${escapeMarkdown(state.progress)}`, stop),
      };
    case 'training': {
      const { done, epochs } = progress(state.record);
      const { paused } = state.record.run;
      const links = `${metrics} · ${paused ? resume : pause} · ${stop}`;
      return paused
        ? {
            text: t`$(debug-pause) ${name} ${done}/${epochs} paused`,
            tooltip: tooltip(
              t`**${escapeMarkdown(name)}**: ${done} of ${epochs} epochs`,
              taskList(state.record),
              links,
            ),
          }
        : {
            text: `$(loading~spin) ${name} ${done}/${epochs}`,
            // No values: VS Code takes a tooltip away that changes while the mouse is there.
            tooltip: tooltip(`**${escapeMarkdown(name)}**: ${statusWord('running')}`, links),
          };
    }
    case 'stopping':
      return {
        text: t`$(loading~spin) ${name} stopping`,
        tooltip: tooltip(t`**${escapeMarkdown(name)}** is stopping.`, metrics),
      };
  }
}

/** The result that stays until the next training; undefined when there is none to show. */
export function outcomeStatus(outcome: TrainingOutcome): StatusText | undefined {
  const name = nameAfterFile(outcome.experiment);
  const links = t`[Show Metrics](command:mtlLab.showMetrics) · [Show Log](command:mtlLab.showLog)`;
  switch (outcome.kind) {
    case 'cancelled':
      return undefined;
    case 'refused': {
      const reason = `**${escapeMarkdown(name)}**: ${escapeMarkdown(outcome.error.message)}`;
      return { text: `$(error) ${name}`, tooltip: `${reason}\n\n${links}` };
    }
    case 'ended': {
      const { run } = outcome.record;
      const { done, epochs } = progress(outcome.record);
      const count = run.status === 'completed' ? '' : ` ${done}/${epochs}`;
      const title = t`**${escapeMarkdown(name)}** ${statusWord(run.status)} after ${done} of ${epochs} epochs`;
      const reason = run.error ? [escapeMarkdown(run.error.message)] : [];
      return {
        text: `$(${icons[run.status]}) ${name}${count}`,
        tooltip: [title, ...reason, taskList(outcome.record), links].join('\n\n'),
      };
    }
  }
}

/** What the notification on completion says: the time it took, and each task's first metric. */
export function completionText({ run }: RunRecord): string {
  const { summary, experiment } = run;
  const seconds = summary ? t` in ${formatDuration(summary.seconds)}` : '';
  const [values, part] = summary?.test ? [summary.test, t`test`] : [summary?.best, t`validation`];
  const tasks = formatTasks(experiment, values);
  return t`${experiment.name} completed${seconds}${tasks ? t`: ${tasks} (${part})` : ''}.`;
}

function progress(record: RunRecord): { readonly done: string; readonly epochs: string } {
  const last = lastEpoch(record);
  const { epochs } = record.run.experiment.training;
  return { done: formatCount(last ? last.epoch + 1 : 0), epochs: formatCount(epochs) };
}

function taskList(record: RunRecord): string {
  const last = lastEpoch(record);
  const values = last?.validation ?? last?.train;
  return Object.entries(record.run.experiment.tasks)
    .map(
      ([task, { metrics }]) =>
        `- ${escapeMarkdown(task)}: ${formatTaskMetrics(metrics, values?.[task])}`,
    )
    .join('\n');
}

/** Text that Markdown shows as it is, links (addresses that make one, too) and icons included. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&:]/g, '\\$&');
}
