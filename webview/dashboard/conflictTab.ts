import { decodeEvent, type GradientsEvent } from '../../src/shared/events';
import { GradientHistory } from '../../src/shared/gradientHistory';
import type { RunSeries } from '../../src/shared/runSeries';
import { conflictText } from '../conflict/conflictText';
import { Matrix } from '../conflict/matrix';
import { PairsTable } from '../conflict/pairsTable';
import { RecordSlider } from '../conflict/recordSlider';
import { element } from '../dom';
import { keepFocus } from '../keepFocus';
import { styledTasks } from '../tasks';
import type { Comparison, SelectedRun } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import { RunPicker } from './runPicker';

/** How the tasks' gradients of one of the runs relate. */
export class ConflictTab {
  readonly element = element('div', { class: 'conflict' });
  private readonly picker: RunPicker;
  private readonly content = element('div', { class: 'conflict' });
  private series: RunSeries | undefined;

  constructor(state: DashboardStore) {
    this.picker = new RunPicker(state);
    this.element.append(this.picker.element, this.content);
  }

  update({ selected, series }: Comparison): void {
    const run = this.picker.update(selected);
    const own = run && series.get(run.directory);
    if (own === this.series && own) return;
    this.series = own;
    const shown = run && own ? conflicts(run, own) : [quiet(dashboardText.pickForTab)];
    keepFocus(
      this.content,
      () => this.content.replaceChildren(...shown),
      () => this.content.querySelector('input'),
    );
  }
}

/** How the tasks' gradients relate at each record that a person picks, the newest at first. */
function conflicts(run: SelectedRun, series: RunSeries): readonly HTMLElement[] {
  const pictures = conflictPictures(run, series);
  if (!pictures) return [quiet(`${conflictText.noRecord} ${conflictText.howToRecord}`)];
  const { gradients, show, elements } = pictures;
  const slider = new RecordSlider(gradients, () => show(slider.index));
  slider.update();
  return [slider.element, ...elements];
}

interface ConflictPictures {
  readonly gradients: GradientHistory;
  readonly elements: readonly HTMLElement[];
  /** Shows another record. */
  readonly show: (index: number) => void;
}

/** The matrix of the newest record and the pairs' paths; undefined where nothing was recorded. */
export function conflictPictures(
  { listed }: SelectedRun,
  { gradients: lines }: RunSeries,
): ConflictPictures | undefined {
  const names = Object.keys(listed.run.experiment.tasks);
  const gradients = new GradientHistory(names);
  for (const line of lines) gradients.add(decodeEvent(line) as GradientsEvent);
  if (gradients.length === 0 || names.length < 2) return undefined;
  const tasks = styledTasks(names);
  const matrix = new Matrix({ tasks, diagonal: '1' });
  const pairs = new PairsTable(tasks, gradients);
  const show = (index: number): void => {
    const cosines = gradients.cosineMatrix(index);
    matrix.update(conflictText.matrixCaption, cosines, 1, conflictText.cosine);
    pairs.update(index);
  };
  show(gradients.length - 1);
  return { gradients, elements: [matrix.element, pairs.element], show };
}

function quiet(text: string): HTMLElement {
  return element('p', { class: 'quiet' }, text);
}
