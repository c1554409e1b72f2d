import { t } from '../../shared/l10n';
import { counted, formatTimeLeft } from '../../shared/numberText';
import { bar } from '../progress';
import type { TrialReport } from './trialReport';

/** A trial that is being trained. */
interface Slot {
  readonly name: string;
  readonly report: TrialReport;
}

/** Least time between two drawings, in milliseconds. */
const drawInterval = 100;

/**
 * Shows on standard error where a sweep is: a line a trial that has ended and, on a terminal, below
 * them a line a job and one for all.
 */
export class SweepProgress {
  private readonly began = performance.now();
  private readonly slots: (Slot | undefined)[];
  private ended: number;
  private drawnLines = 0;
  private drawnAt = -Infinity;

  /** @param before trials that had ended already */
  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly trials: number,
    private readonly before: number,
    jobs: number,
  ) {
    this.ended = before;
    this.slots = Array.from({ length: jobs });
  }

  /** A line that stays. */
  text(text: string): void {
    this.clear();
    this.stream.write(`${text}\n`);
    this.draw();
  }

  trialBegan(job: number, name: string): void {
    this.report(job, name, { fraction: 0, text: t`Starting` });
  }

  report(job: number, name: string, report: TrialReport): void {
    this.slots[job] = { name, report };
    if (performance.now() - this.drawnAt >= drawInterval) {
      this.clear();
      this.draw();
    }
  }

  /** @param outcome how the job's trial ended, in a line */
  trialEnded(job: number, outcome: string): void {
    this.ended++;
    this.trialStopped(job, `${this.ended}/${this.trials} ${outcome}`);
  }

  /** The job's trial is to be gone on with another time. */
  trialStopped(job: number, text: string): void {
    this.slots[job] = undefined;
    this.text(text);
  }

  /** Takes away what is only of interest while the sweep goes on. */
  done(): void {
    this.clear();
  }

  private draw(): void {
    if (!this.stream.isTTY) return;
    const seconds = (performance.now() - this.began) / 1000;
    const { trials, ended, before, slots } = this;
    const lines = sweepLines({ trials, ended, before, seconds, slots }, this.stream.columns);
    this.stream.write(lines.map((line) => `${line}\n`).join(''));
    this.drawnLines = lines.length;
    this.drawnAt = performance.now();
  }

  private clear(): void {
    if (this.drawnLines > 0) this.stream.write(`\u001b[${this.drawnLines}A\r\u001b[J`);
    this.drawnLines = 0;
  }
}

export interface SweepState {
  readonly trials: number;
  readonly ended: number;
  /** Of those, the ones that had ended before. */
  readonly before: number;
  /** Since the sweep was started or continued. */
  readonly seconds: number;
  readonly slots: readonly (Slot | undefined)[];
}

/** A line a job, then the whole; each fits into `columns`. */
export function sweepLines(
  { trials, ended, before, seconds, slots }: SweepState,
  columns: number,
): readonly string[] {
  const running = slots.filter((slot) => slot !== undefined);
  const jobs = running.map(
    ({ name, report: { fraction, text } }) => `${bar(fraction)} ${name} · ${text}`,
  );
  const done = ended + running.reduce((sum, { report }) => sum + report.fraction, 0);
  // As if all trials took equally long, but no less than those that run.
  const left = Math.max(
    (seconds * (trials - done)) / (done - before),
    ...running.map(({ report }) => report.secondsLeft ?? 0),
  );
  const time = Number.isFinite(left) ? t` · ${formatTimeLeft(left)} left` : '';
  const all = t`${bar(done / trials)} ${ended} of ${counted(trials, t`trial`, t`trials`)}${time}`;
  return [...jobs, all].map((line) => line.slice(0, columns - 1));
}
