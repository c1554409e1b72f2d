import {
  baselineProgress,
  runProgress,
  type RunHistory,
  type RunProgress,
} from '../src/shared/runHistory';
import type { RunInfo } from '../src/shared/run';
import { element, setText } from './dom';
import { failure } from './failure';
import type { Host } from './host';
import { keepFocus } from './keepFocus';
import { text } from './text';
import { button, type Control } from './toolkit';

/** The top of the page: which run, how far it is, and what can be done while it trains. */
export class Header {
  readonly element: HTMLElement;
  private readonly title = element('h1', { tabindex: -1 });
  private readonly stop: Control;
  private readonly pause: Control;
  private readonly step: Control;
  private readonly continue: Control;
  private readonly status = element('p', { class: 'status' });
  private readonly progress = element('progress', { max: 1, 'aria-label': text.progressLabel });
  private readonly failure = element('div');
  private readonly speed = element('p', { class: 'quiet speed' });
  private readonly backend = element('p', { class: 'quiet' });
  private readonly reason = element('p', { class: 'quiet' });
  private readonly warnings = element('div');
  private readonly queue = element('p', { class: 'quiet queue' });
  private shownRun: RunInfo | undefined;

  constructor(private readonly host: Pick<Host, 'request' | 'openError'>) {
    this.stop = button(text.stop, () => this.requestStop());
    this.pause = button(text.pause, () => this.host.request('pause'));
    this.step = button(text.step, () => this.host.request('step'));
    this.continue = button(text.continue, () => this.host.request('continue'));
    const { pause, step, stop } = this;
    stop.classList.add('stop');
    const actions = element('div', { class: 'actions' }, pause, this.continue, step, stop);
    this.element = element(
      'header',
      {},
      element('div', { class: 'title-row' }, this.title, actions),
      this.status,
      this.progress,
      this.failure,
      this.speed,
      this.backend,
      this.reason,
      this.warnings,
      this.queue,
    );
  }

  update(run: RunInfo, history: RunHistory, queue: readonly string[]): void {
    if (run !== this.shownRun) this.showRun(run);
    if (run.status === 'running') {
      const progress = runProgress(run, history);
      setText(this.status, statusText(run, history, progress));
      setText(this.speed, text.speed(progress));
      this.progress.value = progress.done;
    }
    this.queue.hidden = queue.length === 0;
    if (queue.length > 0) setText(this.queue, text.queue(queue));
  }

  private showRun(run: RunInfo): void {
    const isRunning = run.status === 'running';
    this.shownRun = run;
    setText(this.title, run.experiment.name);
    const isPaused = isRunning && run.paused === true;
    this.showActions(isRunning, isPaused);
    this.progress.hidden = !isRunning;
    this.speed.hidden = !isRunning;
    if (!isRunning) setText(this.status, text.outcome(run));
    this.status.className = `status status-${run.status}`;
    this.failure.replaceChildren(
      ...(run.status === 'failed' ? [failure(run.error, this.host)] : []),
    );
    setText(this.backend, text.backend(run.backend));
    this.reason.hidden = run.backend.reason === undefined;
    setText(this.reason, run.backend.reason ?? '');
    this.warnings.replaceChildren(...warningList(run.warnings));
  }

  private showActions(isRunning: boolean, isPaused: boolean): void {
    const show = (): void => {
      this.stop.hidden = !isRunning;
      this.pause.hidden = !isRunning || isPaused;
      this.continue.hidden = !isPaused;
      this.step.hidden = !isPaused;
    };
    keepFocus(this.element, show, () => {
      if (!isRunning) return this.title;
      return isPaused ? this.continue : this.pause;
    });
  }

  private requestStop(): void {
    const disable = (): void => {
      this.stop.disabled = true;
    };
    keepFocus(this.element, disable, () => this.title);
    setText(this.stop, text.stopping);
    this.host.request('stop');
  }
}

function statusText(run: RunInfo, history: RunHistory, progress: RunProgress): string {
  if (run.paused) return text.paused(progress, history.step.last);
  if (baselineProgress(run, history) !== undefined) return text.comparing;
  return text.running(progress, run.experiment.training.earlyStopping !== undefined);
}

/** One warning as it is; several behind their number. */
function warningList(warnings: readonly string[]): HTMLElement[] {
  if (warnings.length === 0) return [];
  const items = element('ul', {}, ...warnings.map((warning) => element('li', {}, warning)));
  if (warnings.length === 1) return [element('div', { class: 'warnings' }, items)];
  return [
    element(
      'details',
      { class: 'warnings' },
      element('summary', {}, text.warnings(warnings.length)),
      items,
    ),
  ];
}
