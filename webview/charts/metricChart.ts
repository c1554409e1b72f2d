import type { RunHistory } from '../../src/shared/runHistory';
import { TableTwin } from '../dataTable';
import { element } from '../dom';
import type { StyledTask } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { metricTable } from './chartTables';
import { Legend } from './legend';
import { LegendChart } from './legendChart';
import { nearestIndex } from './nearest';
import { epochPositions, epochValues, metricPlot } from './plot';

/** One metric of one task, training and validation together. */
export class MetricChart {
  readonly element: HTMLElement;
  private readonly chart: LegendChart;

  constructor(
    private readonly task: StyledTask,
    private readonly metric: string,
    hasValidation: boolean,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    const label = text.metric(metric);
    const { variable, dash, mark } = task.style;
    const judged = { variable, width: 2, dash, alpha: 1, mark };
    const parts = hasValidation ? [text.training, text.validation] : [text.training];
    const title = text.chartTitle(task.name, label);
    const legend = new Legend([{ label: title, style: task.style }], parts);
    const twin = new TableTwin(`metric ${task.name} ${metric}`, title, state, () =>
      metricTable(history, task.name, metric, hasValidation),
    );
    this.chart = new LegendChart({
      chart: {
        lines: [
          { variable, width: 1, dash: [], alpha: 1, ...(!hasValidation && { mark }) },
          judged,
        ],
        height: 120,
        description: text.metricChart(task.name, label),
        cursorGroup: 'losses',
      },
      legend,
      twin,
      plot: () => metricPlot(history, state.current.axis, task.name, metric, hasValidation),
      isLog: () => false,
      valuesAt: (x) => this.valuesAt(x),
    });
    this.element = element(
      'section',
      { class: 'small-chart', 'aria-label': title },
      legend.element,
      this.chart.element,
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

  private valuesAt(x: number | undefined) {
    const { task, metric, history } = this;
    const positions = epochPositions(history, this.state.current.axis);
    const index = nearestIndex(positions, x ?? Number.POSITIVE_INFINITY);
    const values = (['train', 'validation'] as const).map((part) =>
      index === undefined ? undefined : epochValues(history, part, task.name, metric)[index],
    );
    const epoch = index === undefined ? undefined : history.epochs[index]?.epoch;
    const place = x === undefined || epoch === undefined ? text.latest : text.atEpoch(epoch);
    return { place, rows: [values] };
  }
}
