import { decodeEvent, type GradientsEvent } from '../../src/shared/events';
import { GradientHistory } from '../../src/shared/gradientHistory';
import type { RunSeries } from '../../src/shared/runSeries';
import { conflictText } from '../conflict/conflictText';
import { Matrix } from '../conflict/matrix';
import { PairsTable } from '../conflict/pairsTable';
import { RecordSlider } from '../conflict/recordSlider';
import { element } from '../dom';
import { styledTasks } from '../tasks';
import { dropdown } from '../toolkit';
import type { Comparison, SelectedRun } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';

/** How the tasks' gradients of one of the runs relate. */
export class ConflictTab {
  readonly element = element('div', { class: 'conflict' });
  private readonly picker = element('div');
  private readonly content = element('div', { class: 'conflict' });
  private choices = '';
  private series: RunSeries | undefined;

  constructor(private readonly state: DashboardStore) {
    this.element.append(this.picker, this.content);
  }

  update({ selected, series }: Comparison): void {
    const { conflictRun } = this.state.current;
    const run = selected.find(({ directory }) => directory === conflictRun) ?? selected[0];
    this.updatePicker(selected, run);
    const own = run && series.get(run.directory);
    if (own === this.series && own) return;
    this.series = own;
    this.content.replaceChildren(
      ...(run && own ? conflicts(run, own) : [quiet(dashboardText.pickForTab)]),
    );
  }

  private updatePicker(selected: readonly SelectedRun[], run: SelectedRun | undefined): void {
    const choices = selected.map(({ directory, label }) => ({ value: directory, label }));
    const look = JSON.stringify([choices, run?.directory]);
    if (look === this.choices) return;
    this.choices = look;
    const picked = run?.directory ?? '';
    const pick = (conflictRun: string): void => this.state.update({ conflictRun });
    this.picker.replaceChildren(
      ...(run ? [dropdown(dashboardText.conflictRun, choices, picked, pick)] : []),
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
