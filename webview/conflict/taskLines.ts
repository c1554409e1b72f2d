import { stepTable } from '../charts/chartTables';
import { decimate } from '../charts/decimate';
import { Legend } from '../charts/legend';
import { LegendChart } from '../charts/legendChart';
import { nearestIndex } from '../charts/nearest';
import { pointLimit, type Plot } from '../charts/plot';
import { TableTwin } from '../dataTable';
import { element } from '../dom';
import type { StyledTask } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { conflictText } from './conflictText';

export interface TaskLinesOptions {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly tableCaption: string;
  /** What there is a value for. */
  readonly unit: 'steps' | 'records';
  readonly tasks: readonly StyledTask[];
  /** Places of the values: the step, and the epoch counted from 0. */
  readonly step: () => Float64Array;
  readonly epoch: () => Float64Array;
  readonly values: (task: string) => Float64Array;
}

/** A chart of one number a task over steps, with its legend and its table. */
export class TaskLines {
  readonly element: HTMLElement;
  private readonly chart: LegendChart;

  constructor(options: TaskLinesOptions, state: ViewStateStore) {
    const { id, title, description, tasks } = options;
    const legend = new Legend(
      tasks.map(({ name, style }) => ({ label: name, style })),
      [conflictText.value],
    );
    const twin = new TableTwin(id, title, state, () => tableOf(options));
    this.chart = new LegendChart({
      chart: {
        lines: tasks.map(({ style: { variable, dash } }) => ({
          variable,
          width: 1.5,
          dash,
          alpha: 1,
        })),
        height: 120,
        description,
        cursorGroup: 'gradients',
      },
      legend,
      twin,
      plot: () => plotOf(options),
      isLog: () => state.current.log,
      valuesAt: (x) => valuesAt(options, x),
    });
    this.element = element(
      'section',
      { class: 'small-chart', 'aria-label': title },
      element('h3', {}, title),
      this.chart.element,
      legend.element,
      twin.element,
    );
  }

  update(): void {
    this.chart.update();
  }

  redraw(): void {
    this.chart.redraw();
  }

  destroy(): void {
    this.chart.destroy();
  }
}

function plotOf({ tasks, step, values }: TaskLinesOptions): Plot {
  const columns = tasks.map(({ name }) => values(name));
  const last = step().at(-1) ?? 0;
  return { ...decimate(step(), columns, pointLimit), range: [0, Math.max(last, 10)] };
}

function valuesAt({ tasks, step, epoch, values }: TaskLinesOptions, x: number | undefined) {
  const index = nearestIndex(step(), x ?? Number.POSITIVE_INFINITY);
  if (index === undefined) return undefined;
  const place = text.atStep(step()[index] ?? 0, epoch()[index] ?? 0);
  return {
    place: x === undefined ? text.latest : place,
    rows: tasks.map(({ name }) => [values(name)[index]]),
  };
}

function tableOf({ tasks, step, epoch, values, tableCaption, unit }: TaskLinesOptions) {
  const columns = tasks.map(({ name }) => ({ title: name, values: values(name) }));
  return stepTable(tableCaption, { step: step(), epoch: epoch(), columns }, unit);
}
