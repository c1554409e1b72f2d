import { decodeEvent, type GradientsEvent } from '../../src/shared/events';
import { GradientHistory } from '../../src/shared/gradientHistory';
import type { RunSeries } from '../../src/shared/runSeries';
import { conflictText } from '../conflict/conflictText';
import { Matrix } from '../conflict/matrix';
import { PairsTable } from '../conflict/pairsTable';
import { RecordSlider } from '../conflict/recordSlider';
import { element } from '../dom';
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
    this.content.replaceChildren(
      ...(run && own ? conflicts(run, own) : [quiet(dashboardText.pickForTab)]),
    );
  }
}

function conflicts({ listed }: SelectedRun, { gradients: lines }: RunSeries): HTMLElement[] {
  const names = Object.keys(listed.run.experiment.tasks);
  const gradients = new GradientHistory(names);
  for (const line of lines) gradients.add(decodeEvent(line) as GradientsEvent);
  if (gradients.length === 0 || names.length < 2)
    return [quiet(`${conflictText.noRecord} ${conflictText.howToRecord}`)];
  const tasks = styledTasks(names);
  const matrix = new Matrix({ tasks, diagonal: '1' });
  const pairs = new PairsTable(tasks, gradients);
  const show = (): void => {
    const cosines = gradients.cosineMatrix(slider.index);
    matrix.update(conflictText.matrixCaption, cosines, 1, conflictText.cosine);
    pairs.update(slider.index);
  };
  const slider = new RecordSlider(gradients, show);
  slider.update();
  show();
  return [slider.element, matrix.element, pairs.element];
}

function quiet(text: string): HTMLElement {
  return element('p', { class: 'quiet' }, text);
}
