import type { DashboardRequest, ListedRun } from '../../src/shared/dashboardMessages';
import type { Predictions } from '../../src/shared/predictions';
import type { RunSeries } from '../../src/shared/runSeries';
import { element, setText } from '../dom';
import { button } from '../toolkit';
import { ComparisonSource, type Comparison } from './comparison';
import { ConflictTab } from './conflictTab';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import { chartPicture, svgPng, svgText } from './exportChart';
import type { OverlayChart } from './overlayChart';
import { OverlayCharts } from './overlayCharts';
import type { Range } from './overlayPlot';
import { ParallelTab } from './parallelTab';
import { PredictionsTab } from './predictionsTab';
import { reportHtml } from './report';
import { runDetails } from './runDetails';
import { detailRun } from './runPicker';
import { RunTable } from './runTable';
import { SeriesCache } from './seriesCache';
import { SettingsTab, settingsTable } from './settingsTab';
import { tableCsv } from './tableCsv';
import { Tabs } from './tabs';
import { currentL10n } from '../../src/shared/l10n';

/** The dashboard: runs on the left, their charts on the right, details below. */
export class DashboardPage {
  readonly element: HTMLElement;
  private readonly note = element('p', { class: 'empty' }, dashboardText.loading);
  private readonly problem = element('p', { class: 'failure', role: 'alert', hidden: true });
  private readonly content: HTMLElement;
  private readonly source: ComparisonSource;
  private readonly cache: SeriesCache;
  private readonly table: RunTable;
  private readonly charts: OverlayCharts;
  private readonly settings = new SettingsTab();
  private readonly conflict: ConflictTab;
  private readonly parallel: ParallelTab;
  private readonly predictions: PredictionsTab;
  private readonly tabs: Tabs;

  constructor(
    private readonly state: DashboardStore,
    private readonly send: (request: DashboardRequest) => void,
  ) {
    this.source = new ComparisonSource(state);
    this.cache = new SeriesCache((runs) => send({ type: 'series', runs }));
    this.table = new RunTable(state, [
      button(dashboardText.exportTable, () => this.exportTable()),
      button(dashboardText.exportReport, () => void this.exportReport()),
    ]);
    this.charts = new OverlayCharts(state, (chart, range, format) =>
      this.exportChart(chart, range, format),
    );
    this.conflict = new ConflictTab(state);
    this.parallel = new ParallelTab(state);
    this.predictions = new PredictionsTab(state, (run) => send({ type: 'predictions', run }));
    this.tabs = new Tabs(
      dashboardText.tabs,
      [
        { id: 'settings', title: dashboardText.settings, panel: this.settings.element },
        { id: 'conflict', title: dashboardText.conflict, panel: this.conflict.element },
        { id: 'parallel', title: dashboardText.parallel, panel: this.parallel.element },
        { id: 'predictions', title: dashboardText.predictions, panel: this.predictions.element },
      ],
      (tab) => state.update({ tab }),
    );
    this.content = element(
      'div',
      { class: 'dashboard', hidden: true },
      element('div', { class: 'beside' }, this.table.element, this.charts.element),
      this.tabs.element,
    );
    const title = element('h1', { class: 'visually-hidden' }, dashboardText.title);
    this.element = element('main', {}, title, this.note, this.problem, this.content);
  }

  setRuns(runs: readonly ListedRun[]): void {
    this.source.setRuns(runs);
    this.note.hidden = runs.length > 0;
    this.content.hidden = runs.length === 0;
    setText(this.note, dashboardText.noRuns);
  }

  setSeries(run: string, series: RunSeries): void {
    this.cache.series.set(run, series);
  }

  setPredictions(run: string, predictions: Predictions | undefined): void {
    this.predictions.set(run, predictions);
  }

  /** Says that a run could not be read. */
  showProblem(run: string, message: string): void {
    this.problem.hidden = false;
    setText(this.problem, dashboardText.unreadable(run, message));
  }

  update(): void {
    const comparison = this.comparison;
    this.cache.need(comparison.selected);
    this.table.update(comparison);
    this.charts.update(comparison);
    this.tabs.show(this.state.current.tab);
    this.settings.update(comparison);
    this.conflict.update(comparison);
    this.predictions.update(comparison);
    this.parallel.update(comparison);
  }

  /** The theme changed. */
  redraw(): void {
    this.charts.redraw();
  }

  /** Brings the runs that still train up to date. */
  refresh(): void {
    this.cache.refresh(this.comparison.selected);
  }

  private get comparison(): Comparison {
    return this.source.current(this.cache.series);
  }

  private exportTable(): void {
    const { columns } = this.comparison;
    const content = tableCsv(this.table.shownRows, columns);
    this.send({ type: 'save', name: 'runs.csv', content });
  }

  /** With the details of the run that the tabs show. */
  private async exportReport(): Promise<void> {
    const { columns, selected, series } = this.comparison;
    const run = detailRun(selected, this.state.current.detailRun);
    const details = run
      ? runDetails(run, series.get(run.directory), await this.predictions.load(run.directory))
      : [];
    const content = reportHtml({
      rows: this.table.shownRows,
      columns,
      charts: this.charts.shown.map(({ chart, range }) =>
        chartPicture(chart, range, this.state.current),
      ),
      settings: settingsTable(selected, false),
      details,
      date: new Date().toLocaleString(currentL10n().language, {
        dateStyle: 'long',
        timeStyle: 'short',
      }),
    });
    this.send({ type: 'save', name: 'comparison.html', content });
  }

  private exportChart(chart: OverlayChart, range: Range, format: 'svg' | 'png'): void {
    const svg = chartPicture(chart, range, this.state.current);
    const name = `${chart.title.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.${format}`;
    if (format === 'svg') this.send({ type: 'save', name, content: svgText(svg) });
    else
      svgPng(svg).then(
        (content) => this.send({ type: 'save', name, content }),
        (error: unknown) => this.showProblem(name, String(error)),
      );
  }
}
