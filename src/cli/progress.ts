import type { BaselineEvent, EpochEvent, TrainingEvent } from '../shared/events';
import { t } from '../shared/l10n';
import type { RunInfo } from '../shared/run';
import { formatCount, formatDuration, formatTimeLeft, formatValue } from '../shared/numberText';
import { ProgressState } from './progressState';

/** Shows on standard error where a run is. */
export interface Progress {
  text(text: string): void;
  started(run: RunInfo): void;
  events(events: readonly TrainingEvent[]): void;
  /** Takes away what is only of interest while the run goes on. */
  done(): void;
}

/** A bar that is redrawn in place on a terminal; elsewhere a line an epoch. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new ProgressBar(stream) : new ProgressLines(stream);
}

class ProgressLines implements Progress {
  private epochs = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  text(text: string): void {
    this.stream.write(`${text}\n`);
  }

  started({ experiment }: RunInfo): void {
    this.epochs = experiment.training.epochs;
  }

  events(events: readonly TrainingEvent[]): void {
    for (const event of events) {
      if (event.type === 'epoch') this.stream.write(`${epochLine(event, this.epochs)}\n`);
      if (event.type === 'baseline') this.stream.write(`${baselineLine(event, this.epochs)}\n`);
    }
  }

  done(): void {
    // What was written is of interest afterwards too.
  }
}

/** Least time between two drawings, in milliseconds. */
const drawInterval = 100;
const clearLine = '\r\u001b[K';

class ProgressBar implements Progress {
  private state: ProgressState | undefined;
  private drawn = -Infinity;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  text(text: string): void {
    this.stream.write(`${clearLine}${text}`);
  }

  started(run: RunInfo): void {
    this.state = new ProgressState(run);
  }

  events(events: readonly TrainingEvent[]): void {
    const now = performance.now();
    this.state?.add(events, now);
    if (!this.state || now - this.drawn < drawInterval) return;
    this.drawn = now;
    this.stream.write(`${clearLine}${progressBar(this.state, this.stream.columns)}`);
  }

  done(): void {
    this.stream.write(clearLine);
  }
}

/** One line that fits into `columns`. */
export function progressBar(state: ProgressState, columns: number): string {
  if (state.lastBaseline)
    return baselineLine(state.lastBaseline, state.epochs).slice(0, columns - 1);
  const [epoch, ...parts] = progressParts(state);
  const done = bar(state.step / state.totalSteps);
  return `${epoch} ${done} ${parts.join(' · ')}`.slice(0, columns - 1);
}

/** The same without a bar. */
export function progressText(state: ProgressState): string {
  if (state.lastBaseline) return baselineLine(state.lastBaseline, state.epochs);
  return progressParts(state).join(' · ');
}

/** @param fraction from 0 to 1 */
export function bar(fraction: number): string {
  const width = 20;
  const filled = Math.round(width * Math.min(1, fraction));
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

function progressParts({
  epoch,
  epochs,
  stepsPerSecond,
  secondsLeft,
  losses,
}: ProgressState): readonly [epoch: string, ...rest: string[]] {
  return [
    t`epoch ${epoch + 1}/${epochs}`,
    ...(stepsPerSecond === undefined ? [] : [t`${formatCount(stepsPerSecond)} steps/s`]),
    ...(secondsLeft === undefined ? [] : [t`${formatTimeLeft(secondsLeft)} left`]),
    ...losses.map(([task, loss]) => `${task} ${formatValue(loss)}`),
  ];
}

/** An epoch's losses and metrics in one line. */
export function epochLine(
  { epoch, train, validation, seconds }: EpochEvent,
  epochs: number,
): string {
  const tasks = Object.entries(train).map(([task, { loss, ...metrics }]) => {
    const checked = validation?.[task];
    const { loss: validationLoss, ...shown } = checked ?? { loss: undefined, ...metrics };
    const values = [
      t`loss ${formatValue(loss)}`,
      ...(checked ? [t`validation loss ${formatValue(validationLoss)}`] : []),
      ...Object.entries(shown).map(([metric, value]) => `${metric} ${formatValue(value)}`),
    ];
    return `${task}: ${values.join(', ')}`;
  });
  return [t`epoch ${epoch + 1}/${epochs}`, ...tasks, formatDuration(seconds)].join(' · ');
}

/** An epoch of a model of one task in one line. */
export function baselineLine({ task, epoch, metrics }: BaselineEvent, epochs: number): string {
  const values = Object.entries(metrics).map(
    ([metric, value]) => `${metric} ${formatValue(value)}`,
  );
  return t`${task} alone · epoch ${epoch + 1}/${epochs} · ${values.join(', ')}`;
}
