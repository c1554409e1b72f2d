import type { RunHistory } from '../../src/shared/runHistory';
import { TableTwin } from '../dataTable';
import { element } from '../dom';
import type { StyledTask } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { metricTable } from './chartTables';
import { Legend } from './legend';
import { LineChart } from './lineChart';
import { nearestIndex } from './nearest';
import { epochPositions, epochValues, metricPlot } from './plot';

/** One metric of one task, training and validation together. */
export class MetricChart {
  readonly element: HTMLElement;
  private readonly chart: LineChart;
  private readonly legend: Legend;
  private readonly twin: TableTwin;
  private cursor: number | undefined;

  constructor(
    private readonly task: StyledTask,
    private readonly metric: string,
    private readonly hasValidation: boolean,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    const label = text.metric(metric);
    const { variable, dash, mark } = task.style;
    const judged = { variable, width: 2, dash, alpha: 1, mark };
    this.chart = new LineChart({
      lines: [{ variable, width: 1, dash: [], alpha: 1, ...(!hasValidation && { mark }) }, judged],
      height: 120,
      description: text.metricChart(task.name, label),
      cursorGroup: 'losses',
      onCursor: (x) => {
        this.cursor = x;
        this.updateLegend();
      },
    });
    const parts = hasValidation ? [text.training, text.validation] : [text.training];
    const title = text.chartTitle(task.name, label);
    this.legend = new Legend([{ label: title, style: task.style }], parts);
    this.twin = new TableTwin(`metric ${task.name} ${metric}`, title, state, () =>
      metricTable(history, task.name, metric, hasValidation),
    );
    this.element = element(
      'section',
      { class: 'small-chart', 'aria-label': title },
      this.legend.element,
      this.chart.element,
      this.twin.element,
    );
  }

  update(): void {
    const { axis } = this.state.current;
    this.chart.show(
      metricPlot(this.history, axis, this.task.name, this.metric, this.hasValidation),
      false,
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
    const { task, metric, history, cursor } = this;
    const positions = epochPositions(history, this.state.current.axis);
    const index = nearestIndex(positions, cursor ?? Number.POSITIVE_INFINITY);
    const values = (['train', 'validation'] as const).map((part) =>
      index === undefined ? undefined : epochValues(history, part, task.name, metric)[index],
    );
    const epoch = index === undefined ? undefined : history.epochs[index]?.epoch;
    const place = cursor === undefined || epoch === undefined ? undefined : text.atEpoch(epoch);
    this.legend.update(place ?? text.latest, [values]);
  }
}
