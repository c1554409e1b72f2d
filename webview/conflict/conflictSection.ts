import type { RunInfo } from '../../src/shared/run';
import type { RunHistory } from '../../src/shared/runHistory';
import { describeWeights, weightsChange } from '../../src/shared/weightPath';
import { stepTable } from '../charts/chartTables';
import { TableTwin, type TableContent } from '../dataTable';
import { element, setText } from '../dom';
import type { Section } from '../section';
import { styledTasks, type StyledTask } from '../tasks';
import type { ViewStateStore } from '../viewState';
import { AffinityPart } from './affinityPart';
import { conflictText } from './conflictText';
import { Matrix } from './matrix';
import { allPairs, PairsTable } from './pairsTable';
import { RecordSlider } from './recordSlider';
import { TaskLines } from './taskLines';

/** How the tasks' gradients relate over time: who is in conflict with whom, and what weights do about it. */
export class ConflictSection {
  private readonly empty = element('p', { class: 'quiet' });
  private readonly content: HTMLElement;
  private readonly slider: RecordSlider;
  private readonly matrix: Matrix;
  private readonly pairs: PairsTable;
  private readonly twin: TableTwin;
  private readonly affinity: AffinityPart;
  private readonly norms: TaskLines;
  private readonly constantWeights = element('p', { class: 'quiet' });
  private readonly weights: TaskLines;

  constructor(
    private readonly section: Section,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    const { gradients } = history;
    const tasks = styledTasks(history.tasks);
    this.slider = new RecordSlider(gradients, () => this.showRecord());
    this.matrix = new Matrix({ tasks, diagonal: '1' });
    this.pairs = new PairsTable(tasks, gradients);
    this.twin = new TableTwin('cosines', conflictText.title, state, () => cosineTable(history));
    this.affinity = new AffinityPart(tasks, gradients);
    this.norms = this.normLines(tasks);
    this.weights = this.weightLines(tasks);
    this.content = element(
      'div',
      { class: 'conflict' },
      this.slider.element,
      this.matrix.element,
      this.pairs.element,
      this.twin.element,
      this.affinity.element,
    );
    section.body.append(
      this.empty,
      this.content,
      this.constantWeights,
      this.weights.element,
      this.norms.element,
    );
  }

  update(run: RunInfo): void {
    if (!this.section.isOpen) return;
    const hasRecords = this.history.gradients.length > 0;
    this.empty.hidden = hasRecords;
    this.content.hidden = !hasRecords;
    this.norms.element.hidden = !hasRecords;
    if (!hasRecords) setText(this.empty, emptyText(run));
    else this.updateRecords();
    const paths = this.history.weightPaths;
    const change = weightsChange(paths);
    this.constantWeights.hidden = change;
    this.weights.element.hidden = !change;
    if (change) this.weights.update();
    else setText(this.constantWeights, describeWeights(paths));
  }

  redraw(): void {
    this.norms.redraw();
    this.weights.redraw();
  }

  destroy(): void {
    this.norms.destroy();
    this.weights.destroy();
  }

  private updateRecords(): void {
    this.slider.update();
    this.showRecord();
    this.twin.update();
    this.affinity.update();
    this.norms.update();
  }

  private showRecord(): void {
    const { index } = this.slider;
    const { gradients } = this.history;
    const cosines = gradients.cosineMatrix(index);
    this.matrix.update(conflictText.matrixCaption, cosines, 1, conflictText.cosine);
    this.pairs.update(index);
  }

  private normLines(tasks: readonly StyledTask[]): TaskLines {
    const { gradients } = this.history;
    return new TaskLines(
      {
        id: 'norms',
        title: conflictText.norms,
        description: conflictText.normsChart,
        tableCaption: conflictText.normsTable,
        unit: 'records',
        tasks,
        step: () => gradients.step.values,
        epoch: () => gradients.epoch.values,
        values: (task) => gradients.norm(task).values,
      },
      this.state,
    );
  }

  private weightLines(tasks: readonly StyledTask[]): TaskLines {
    const { history } = this;
    return new TaskLines(
      {
        id: 'weights',
        title: conflictText.weights,
        description: conflictText.weightsChart,
        tableCaption: conflictText.weightsTable,
        unit: 'steps',
        tasks,
        step: () => history.step.values,
        epoch: () => history.epoch.values,
        values: (task) => history.weight(task).values,
      },
      this.state,
    );
  }
}

function emptyText({ status, experiment }: RunInfo): string {
  // Runs of version 0.1.0 do not say how often to record.
  if (experiment.relations?.every > 0 && status === 'running') return conflictText.noRecordYet;
  return `${conflictText.noRecord} ${conflictText.howToRecord}`;
}

function cosineTable({ gradients, tasks }: RunHistory): TableContent {
  const columns = allPairs(tasks.length).map(([a, b]) => ({
    title: conflictText.pair(tasks[a] ?? '', tasks[b] ?? ''),
    values: gradients.cosine(a, b).values,
  }));
  const values = { step: gradients.step.values, epoch: gradients.epoch.values, columns };
  return stepTable(conflictText.cosineTable, values, 'records', conflictText.cosine);
}
