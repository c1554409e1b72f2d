import type { Predictions } from '../../src/shared/predictions';
import { element } from '../dom';
import type { Comparison } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import { taskPicture } from './predictionPictures';
import { RunPicker } from './runPicker';

/** What one of the runs predicts: asked for when the tab is shown. */
export class PredictionsTab {
  readonly element: HTMLElement;
  private readonly picker: RunPicker;
  private readonly content = element('div');
  /** By directory; null for a run that has none. */
  private readonly known = new Map<string, Predictions | null>();
  private readonly asked = new Set<string>();
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
  }

  update({ selected }: Comparison): void {
    const run = this.picker.update(selected);
    const directory = run?.directory ?? '';
    if (run && this.state.current.tab === 'predictions' && !this.asked.has(directory)) {
      this.asked.add(directory);
      this.ask(directory);
    }
    const wanted = run ? this.known.get(directory) : null;
    if (wanted === undefined || (wanted === this.shown && wanted)) return;
    this.shown = wanted;
    const quiet = (text: string): HTMLElement => element('p', { class: 'quiet' }, text);
    if (wanted)
      this.content.replaceChildren(
        quiet(dashboardText.predictionsOf(wanted.part, wanted.rows.length)),
        ...wanted.tasks
          .filter(({ targetWidth }) => targetWidth === undefined)
          .map((task) => taskPicture(task, wanted.rows)),
      );
    else
      this.content.replaceChildren(
        quiet(run ? dashboardText.noPredictions : dashboardText.pickForTab),
      );
  }
}
