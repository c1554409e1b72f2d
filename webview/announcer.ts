import type { RunInfo } from '../src/shared/run';
import type { RunHistory } from '../src/shared/runHistory';
import { element, setText } from './dom';
import { text } from './text';

/** Tells screen readers where the run is: at most once an epoch, and how it ended. */
export class Announcer {
  readonly element = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  private runId: string | undefined;
  private epochs = 0;

  update(run: RunInfo, history: RunHistory): void {
    const isNew = run.id !== this.runId;
    const hasNewEpoch = history.epochs.length !== this.epochs;
    this.runId = run.id;
    this.epochs = history.epochs.length;
    if (run.status !== 'running') setText(this.element, isNew ? '' : text.outcome(run));
    else if (hasNewEpoch && !isNew) setText(this.element, epochSummary(run, history));
  }
}

/** The newest epoch in words: the first metric of each task. */
export function epochSummary({ experiment }: RunInfo, history: RunHistory): string {
  const values = Object.entries(experiment.tasks).flatMap(([task, { metrics }]) => {
    const metric = metrics[0] ?? 'loss';
    const last = history.last(task, metric);
    return last ? [{ task, metric, value: last.value }] : [];
  });
  return text.epochSummary(history.epochs.at(-1)?.epoch ?? 0, experiment.training.epochs, values);
}
