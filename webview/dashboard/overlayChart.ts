import { describeMetric } from '../../src/shared/metricNames';
import { formatCount, formatValue } from '../../src/shared/numberText';
import { bucketSize } from '../charts/decimate';
import { Legend } from '../charts/legend';
import { LineChart } from '../charts/lineChart';
import type { Band, Line } from '../charts/marks';
import { nearestIndex } from '../charts/nearest';
import { TableTwin, type TableContent } from '../dataTable';
import { element } from '../dom';
import { button } from '../toolkit';
import { trainingLoss, type DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import type { DrawnLine } from './drawnLines';
import type { OverlayLine } from './overlayLine';
import { chartBands, chartLines, isMean } from './lineLooks';
import { overlayPlot, smoothedLine, type Range, type SmoothedLine } from './overlayPlot';

export interface OverlayChartOptions {
  readonly task: string;
  readonly metric: string;
  readonly lines: readonly DrawnLine[];
  readonly onSelect: (range: Range) => void;
  readonly onReset: () => void;
  readonly onExport: (chart: OverlayChart, format: 'svg' | 'png') => void;
}

/** More rows than this nobody reads. */
const mostRows = 200;

/** One metric of one task, a line a run or a mean with its band. */
export class OverlayChart {
  readonly element: HTMLElement;
  readonly title: string;
  private readonly chart: LineChart;
  private readonly legend: Legend;
  private readonly twin: TableTwin;
  private drawn: readonly (SmoothedLine | undefined)[] = [];
  private cursor: number | undefined;

  constructor(
    readonly options: OverlayChartOptions,
    private readonly state: DashboardStore,
  ) {
    const { task, metric, lines, onSelect, onReset, onExport } = options;
    const label = metricLabel(metric);
    this.title = dashboardText.chartTitle(task, label);
    this.chart = new LineChart({
      lines: chartLines(lines),
      bands: chartBands(lines),
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
    const deviation = lines.some(isMean) ? [dashboardText.deviation] : [];
    this.legend = new Legend(lines, [dashboardText.value, ...deviation]);
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
    this.drawn = lines.map((line) => line && smoothedLine(line, smoothing));
  }

  draw(range: Range): void {
    const { axis, log } = this.state.current;
    this.chart.show(overlayPlot(this.drawn, range, axis), log);
    this.updateLegend();
    this.twin.update();
  }

  /** What is drawn in a range, for a picture of it. */
  plot(range: Range) {
    return overlayPlot(this.drawn, range, this.state.current.axis);
  }

  /** The looks of what {@link plot} holds. */
  get looks(): { readonly lines: readonly Line[]; readonly bands: readonly Band[] } {
    const { lines } = this.options;
    return { lines: chartLines(lines), bands: chartBands(lines) };
  }

  redraw(): void {
    this.chart.redraw();
  }

  destroy(): void {
    this.chart.destroy();
  }

  private updateLegend(): void {
    const { cursor } = this;
    const values = this.drawn.map((line) => {
      const index = line && nearestIndex(line.x, cursor ?? Number.POSITIVE_INFINITY);
      return index === undefined ? [] : [line?.y[index], line?.deviation?.[index]];
    });
    const place =
      cursor === undefined
        ? dashboardText.newest
        : dashboardText.at(this.state.current.axis, cursor);
    this.chart.describe(this.legend.update(place, values));
  }

  private table(): TableContent {
    const { task, metric, lines } = this.options;
    const longest = this.drawn.reduce<OverlayLine | undefined>(
      (best, line) => (line && line.x.length > (best?.x.length ?? 0) ? line : best),
      undefined,
    );
    const count = longest?.x.length ?? 0;
    const interval = count <= mostRows ? 1 : bucketSize(count, 2 * mostRows);
    const rows = Array.from({ length: Math.ceil(count / interval) }, (_, row) => {
      const index = row * interval;
      return [
        formatCount(longest?.number[index] ?? 0),
        ...this.drawn.map((line) => valueAt(line, index)),
      ];
    });
    return {
      caption: dashboardText.chartTable(task, metricLabel(metric)),
      columns: [metric === trainingLoss ? 'step' : 'epoch', ...lines.map(({ label }) => label)],
      rows,
    };
  }
}

export function metricLabel(metric: string): string {
  return metric === trainingLoss ? dashboardText.trainingLoss : describeMetric(metric).label;
}

function valueAt(line: OverlayLine | undefined, index: number): string {
  const deviation = line?.deviation?.[index] ?? Number.NaN;
  const value = formatValue(line?.y[index]);
  return Number.isNaN(deviation) ? value : `${value} ± ${formatValue(deviation)}`;
}
