import type { Predictions } from '../../src/shared/predictions';
import { element } from '../dom';
import type { Comparison } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import { taskPicture, textsPicture } from './predictionPictures';
import { RunPicker } from './runPicker';

/** What one of the runs predicts: asked for when the tab is shown. */
export class PredictionsTab {
  readonly element: HTMLElement;
  private readonly picker: RunPicker;
  private readonly content = element('div');
  /** By directory; null for a run that has none. */
  private readonly known = new Map<string, Predictions | null>();
  private readonly asked = new Set<string>();
  private readonly waiting = new Map<string, () => void>();
  private shown: unknown;

  /** @param ask asks the editor for the predictions of a run */
  constructor(
    private readonly state: DashboardStore,
    private readonly ask: (run: string) => void,
  ) {
    this.picker = new RunPicker(state);
    this.element = element('div', {}, this.picker.element, this.content);
  }

  set(run: string, predictions: Predictions | undefined): void {
    this.known.set(run, predictions ?? null);
    this.waiting.get(run)?.();
    this.waiting.delete(run);
  }

  /** The predictions of a run, once they have come; null for a run that has none. */
  async load(run: string): Promise<Predictions | null> {
    if (!this.known.has(run)) {
      const come = new Promise<void>((resolve) => this.waiting.set(run, resolve));
      this.need(run);
      await come;
    }
    return this.known.get(run) ?? null;
  }

  update({ selected }: Comparison): void {
    const run = this.picker.update(selected);
    const directory = run?.directory ?? '';
    if (run && this.state.current.tab === 'predictions') this.need(directory);
    const wanted = run ? this.known.get(directory) : null;
    if (wanted === undefined || (wanted === this.shown && wanted)) return;
    this.shown = wanted;
    this.content.replaceChildren(
      ...(run
        ? predictionPictures(wanted)
        : [element('p', { class: 'quiet' }, dashboardText.pickForTab)]),
    );
  }

  private need(run: string): void {
    if (this.asked.has(run)) return;
    this.asked.add(run);
    this.ask(run);
  }
}

/** What a run predicts, task by task; of one that has no predictions, why. */
export function predictionPictures(predictions: Predictions | null): readonly HTMLElement[] {
  const quiet = (text: string): HTMLElement => element('p', { class: 'quiet' }, text);
  if (!predictions) return [quiet(dashboardText.noPredictions)];
  const { part, rows, tasks, texts = [] } = predictions;
  return [
    quiet(dashboardText.predictionsOf(part, rows.length)),
    ...tasks
      .filter(({ targetWidth }) => targetWidth === undefined)
      .map((task) => taskPicture(task, rows)),
    ...texts.map(textsPicture),
  ];
}
