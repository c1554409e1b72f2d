import { stepTable } from '../charts/chartTables';
import { decimate } from '../charts/decimate';
import { Legend } from '../charts/legend';
import { LineChart } from '../charts/lineChart';
import { nearestIndex } from '../charts/nearest';
import { pointLimit } from '../charts/plot';
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
  private readonly chart: LineChart;
  private readonly legend: Legend;
  private readonly twin: TableTwin;
  private cursor: number | undefined;

  constructor(
    private readonly options: TaskLinesOptions,
    private readonly state: ViewStateStore,
  ) {
    const { id, title, description, tasks } = options;
    this.chart = new LineChart({
      lines: tasks.map(({ style: { variable, dash } }) => ({
        variable,
        width: 1.5,
        dash,
        alpha: 1,
      })),
      height: 120,
      description,
      cursorGroup: 'gradients',
      onCursor: (x) => {
        this.cursor = x;
        this.updateLegend();
      },
    });
    this.legend = new Legend(
      tasks.map(({ name, style }) => ({ label: name, style })),
      [conflictText.value],
    );
    this.twin = new TableTwin(id, title, state, () =>
      stepTable(
        options.tableCaption,
        {
          step: options.step(),
          epoch: options.epoch(),
          columns: tasks.map(({ name }) => ({ title: name, values: options.values(name) })),
        },
        options.unit,
      ),
    );
    this.element = element(
      'section',
      { class: 'small-chart', 'aria-label': title },
      element('h3', {}, title),
      this.chart.element,
      this.legend.element,
      this.twin.element,
    );
  }

  update(): void {
    const { tasks, step, values } = this.options;
    const columns = tasks.map(({ name }) => values(name));
    const last = step().at(-1) ?? 0;
    this.chart.show(
      { ...decimate(step(), columns, pointLimit), range: [0, Math.max(last, 10)] },
      this.state.current.log,
    );
    this.updateLegend();
    this.twin.update();
  }

  redraw(): void {
    this.chart.redraw();
  }

  destroy(): void {
    this.chart.destroy();
  }

  private updateLegend(): void {
    const { tasks, step, epoch, values } = this.options;
    const index = nearestIndex(step(), this.cursor ?? Number.POSITIVE_INFINITY);
    if (index === undefined) return;
    const place = text.atStep(step()[index] ?? 0, epoch()[index] ?? 0);
    this.legend.update(
      this.cursor === undefined ? text.latest : place,
      tasks.map(({ name }) => [values(name)[index]]),
    );
  }
}
