import { describeMetric } from '../../src/shared/metricNames';
import { formatCount, formatValue } from '../../src/shared/numberText';
import { bucketSize } from '../charts/decimate';
import { Legend } from '../charts/legend';
import { LineChart } from '../charts/lineChart';
import type { Line } from '../charts/marks';
import { nearestIndex } from '../charts/nearest';
import { smooth, drawnWeight } from '../charts/smoothing';
import { TableTwin, type TableContent } from '../dataTable';
import { element } from '../dom';
import type { TaskStyle } from '../tasks';
import { button } from '../toolkit';
import { trainingLoss, type DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import type { OverlayLine } from './overlayLine';
import { overlayPlot, type Range, type SmoothedLine } from './overlayPlot';

/** A run as charts draw it. */
export interface DrawnRun {
  readonly directory: string;
  readonly label: string;
  readonly style: TaskStyle;
}

export interface OverlayChartOptions {
  readonly task: string;
  readonly metric: string;
  readonly runs: readonly DrawnRun[];
  readonly onSelect: (range: Range) => void;
  readonly onReset: () => void;
  readonly onExport: (chart: OverlayChart, format: 'svg' | 'png') => void;
}

/** More rows than this nobody reads. */
const mostRows = 200;

/** One metric of one task, a line a run. */
export class OverlayChart {
  readonly element: HTMLElement;
  readonly title: string;
  private readonly chart: LineChart;
  private readonly legend: Legend;
  private readonly twin: TableTwin;
  private lines: readonly (SmoothedLine | undefined)[] = [];
  private cursor: number | undefined;

  constructor(
    readonly options: OverlayChartOptions,
    private readonly state: DashboardStore,
  ) {
    const { task, metric, runs, onSelect, onReset, onExport } = options;
    const label = metricLabel(metric);
    this.title = dashboardText.chartTitle(task, label);
    this.chart = new LineChart({
      lines: chartLines(runs),
      height: 200,
      description: dashboardText.chart(task, label, dashboardText.axis(state.current.axis)),
      cursorGroup: 'overlays',
      onCursor: (x) => {
        this.cursor = x;
        this.updateLegend();
      },
      onSelect: (from, to) => onSelect([from, to]),
    });
    this.chart.element.addEventListener('dblclick', onReset);
    this.legend = new Legend(runs, [dashboardText.value]);
    this.twin = new TableTwin(`overlay ${task}`, this.title, state, () => this.table());
    const exports = (['svg', 'png'] as const).map((format) => {
      const name = format === 'svg' ? dashboardText.exportSvg : dashboardText.exportPng;
      const control = button(name, () => onExport(this, format));
      control.setAttribute('aria-label', dashboardText.exportChart(this.title, name));
      return control;
    });
    this.element = element(
      'section',
      { class: 'overlay', 'aria-label': this.title },
      element('div', { class: 'overlay-head' }, element('h3', {}, this.title), ...exports),
      this.chart.element,
      this.legend.element,
      this.twin.element,
    );
  }

  /** New values, or other settings of the charts. */
  setLines(lines: readonly (OverlayLine | undefined)[]): void {
    const { smoothing } = this.state.current;
    this.lines = lines.map(
      (line) =>
        line && { ...line, smoothed: smooth(line.y, drawnWeight(smoothing, line.y.length)) },
    );
  }

  draw(range: Range): void {
    const { axis, log } = this.state.current;
    this.chart.show(overlayPlot(this.lines, range, axis), log);
    this.updateLegend();
    this.twin.update();
  }

  /** What is drawn in a range, for a picture of it. */
  plot(range: Range) {
    return overlayPlot(this.lines, range, this.state.current.axis);
  }

  get drawnLines(): readonly Line[] {
    return chartLines(this.options.runs);
  }

  redraw(): void {
    this.chart.redraw();
  }

  destroy(): void {
    this.chart.destroy();
  }

  private updateLegend(): void {
    const { cursor } = this;
    const values = this.lines.map((line) => {
      const index = line && nearestIndex(line.x, cursor ?? Number.POSITIVE_INFINITY);
      return [index === undefined ? undefined : line?.y[index]];
    });
    const place =
      cursor === undefined
        ? dashboardText.newest
        : dashboardText.at(this.state.current.axis, cursor);
    this.legend.update(place, values);
  }

  private table(): TableContent {
    const { task, metric, runs } = this.options;
    const longest = this.lines.reduce<OverlayLine | undefined>(
      (best, line) => (line && line.x.length > (best?.x.length ?? 0) ? line : best),
      undefined,
    );
    const count = longest?.x.length ?? 0;
    const interval = count <= mostRows ? 1 : bucketSize(count, 2 * mostRows);
    const rows = Array.from({ length: Math.ceil(count / interval) }, (_, row) => {
      const index = row * interval;
      return [
        formatCount(longest?.number[index] ?? 0),
        ...this.lines.map((line) => formatValue(line?.y[index])),
      ];
    });
    return {
      caption: dashboardText.chartTable(task, metricLabel(metric)),
      columns: [metric === trainingLoss ? 'step' : 'epoch', ...runs.map(({ label }) => label)],
      rows,
    };
  }
}

export function metricLabel(metric: string): string {
  return metric === trainingLoss ? dashboardText.trainingLoss : describeMetric(metric).label;
}

/** Each run as measured (faint), then each smoothed. */
export function chartLines(runs: readonly DrawnRun[]): Line[] {
  const faint = { width: 1, dash: [], alpha: 0.25 };
  return [
    ...runs.map(({ style: { variable } }) => ({ variable, ...faint })),
    ...runs.map(({ style: { variable, dash, mark } }) => ({
      variable,
      width: 1.5,
      dash,
      alpha: 1,
      mark,
    })),
  ];
}
