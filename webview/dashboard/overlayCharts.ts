import type { RunSeries } from '../../src/shared/runSeries';
import { element, setText } from '../dom';
import { eachFirst } from '../viewState';
import { chartToolbar } from './chartToolbar';
import type { Comparison } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import type { DrawnLine } from './drawnLines';
import { meanLine } from './meanLine';
import { OverlayChart } from './overlayChart';
import { overlayLine, type OverlayLine } from './overlayLine';
import { fullRange, type Range } from './overlayPlot';

/** The charts of the selected runs, one a task; they zoom and move their cursors together. */
export class OverlayCharts {
  readonly element: HTMLElement;
  private readonly empty = element('p', { class: 'quiet' }, dashboardText.pickRuns);
  private readonly box = element('div', { class: 'overlays' });
  private readonly toolbar = element('div');
  /** Tells screen readers which part of the axis is shown. */
  private readonly place = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  private charts: readonly OverlayChart[] = [];
  /** What the charts were built for, and what their lines were computed from. */
  private built = '';
  private shownMetrics = '';
  private computed: readonly unknown[] = [];
  private full: Range | undefined;
  private zoom: Range | undefined;

  constructor(
    private readonly state: DashboardStore,
    private readonly onExport: (chart: OverlayChart, range: Range, format: 'svg' | 'png') => void,
  ) {
    this.element = element(
      'section',
      { class: 'charts', 'aria-label': dashboardText.charts },
      element('h2', { class: 'visually-hidden' }, dashboardText.charts),
      this.toolbar,
      this.place,
      this.empty,
      this.box,
    );
  }

  update(comparison: Comparison): void {
    const { lines, tasks, metrics } = comparison;
    this.empty.hidden = lines.length > 0;
    this.box.hidden = lines.length === 0;
    this.updateToolbar(metrics);
    this.build(lines, tasks);
    this.compute(comparison.series);
    this.draw();
  }

  /** The charts with the part of the axis that is shown. */
  get shown(): readonly { readonly chart: OverlayChart; readonly range: Range }[] {
    const range = this.zoom ?? this.full;
    return range ? this.charts.map((chart) => ({ chart, range })) : [];
  }

  redraw(): void {
    for (const chart of this.charts) chart.redraw();
  }

  private updateToolbar(metrics: readonly string[]): void {
    if (metrics.join() === this.shownMetrics) return;
    this.shownMetrics = metrics.join();
    this.toolbar.replaceChildren(
      chartToolbar(this.state, metrics, (factor, shift) => this.moveZoom(factor, shift)),
    );
  }

  private build(lines: readonly DrawnLine[], tasks: Comparison['tasks']): void {
    const { metric, axis } = this.state.current;
    const looks = lines.map(({ runs, label, style }) => [runs, label, style.variable]);
    const wanted = JSON.stringify([looks, tasks, metric, axis]);
    if (wanted === this.built) return;
    if (!this.built.endsWith(`${JSON.stringify(axis)}]`)) this.zoom = undefined;
    this.built = wanted;
    for (const chart of this.charts) chart.destroy();
    this.charts = tasks.flatMap(({ name, metrics }) => {
      const own = metric === eachFirst ? metrics[0] : metric;
      const hasMetric = own !== undefined && (metrics.includes(own) || metric !== eachFirst);
      return hasMetric ? [this.newChart(name, own, lines)] : [];
    });
    this.computed = [];
    this.box.replaceChildren(...this.charts.map((chart) => chart.element));
  }

  private newChart(task: string, metric: string, lines: readonly DrawnLine[]): OverlayChart {
    const options = {
      task,
      metric,
      lines,
      onSelect: (range: Range) => this.zoomTo(range),
      onReset: () => this.zoomTo(undefined),
      onExport: (chart: OverlayChart, format: 'svg' | 'png') => {
        const range = this.zoom ?? this.full;
        if (range) this.onExport(chart, range, format);
      },
    };
    return new OverlayChart(options, this.state);
  }

  /** Lines anew, unless runs and settings are those they were computed from. */
  private compute(series: ReadonlyMap<string, RunSeries>): void {
    const { axis, smoothing } = this.state.current;
    const drawn = this.charts[0]?.options.lines ?? [];
    const columns = drawn.map(({ runs }) => runs.map((run) => series.get(run)));
    const inputs = [this.built, smoothing, ...columns.flat()];
    if (
      inputs.length === this.computed.length &&
      inputs.every((each, i) => each === this.computed[i])
    )
      return;
    this.computed = inputs;
    const all = this.charts.map((chart) => {
      const { task, metric } = chart.options;
      const lines = columns.map((runs): OverlayLine | undefined => {
        const each = runs.flatMap((run) => (run && overlayLine(run, task, metric, axis)) ?? []);
        return runs.length > 1 ? meanLine(each) : each[0];
      });
      chart.setLines(lines);
      return lines;
    });
    this.full = fullRange(all.flat());
  }

  private draw(): void {
    for (const { chart, range } of this.shown) chart.draw(range);
  }

  private zoomTo(range: Range | undefined): void {
    this.zoom = range;
    this.draw();
    const shown = range ?? this.full;
    const { axis } = this.state.current;
    if (shown) setText(this.place, dashboardText.shownPart(axis, ...shown));
  }

  /** @param factor of what is shown; 0 for everything @param shift in parts of it */
  private moveZoom(factor: number, shift: number): void {
    const { full } = this;
    if (!full || factor === 0) return this.zoomTo(undefined);
    const [from, to] = this.zoom ?? full;
    const width = Math.min((to - from) * factor, full[1] - full[0]);
    const center = (from + to) / 2 + shift * (to - from);
    const start = Math.min(Math.max(center - width / 2, full[0]), full[1] - width);
    this.zoomTo([start, start + width]);
  }
}
