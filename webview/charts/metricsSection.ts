import type { RunInfo } from '../../src/shared/run';
import type { RunHistory } from '../../src/shared/runHistory';
import { element } from '../dom';
import type { Section } from '../section';
import { styledTasks } from '../tasks';
import { text } from '../text';
import { dropdown } from '../toolkit';
import { eachFirst, type ViewStateStore } from '../viewState';
import { MetricChart } from './metricChart';
import { chosenMetrics, metricChoices } from './metricChoice';

/** A small chart a task, of the metric that is picked. */
export class MetricsSection {
  private readonly box = element('div', { class: 'small-charts' });
  private charts: MetricChart[] = [];
  private shownMetric: string | undefined;

  constructor(
    private readonly section: Section,
    private readonly run: RunInfo,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    const choices = metricChoices(run.experiment.tasks);
    const { metric } = state.current;
    const picked = choices.some(({ value }) => value === metric) ? metric : eachFirst;
    const picker = dropdown(text.pickMetric, choices, picked, (value) =>
      state.update({ metric: value }),
    );
    section.body.append(element('div', { class: 'toolbar' }, picker), this.box);
  }

  update(): void {
    if (!this.section.isOpen) return;
    if (this.state.current.metric !== this.shownMetric) this.build();
    for (const chart of this.charts) chart.update();
  }

  redraw(): void {
    for (const chart of this.charts) chart.redraw();
  }

  destroy(): void {
    for (const chart of this.charts) chart.destroy();
  }

  private build(): void {
    this.destroy();
    this.shownMetric = this.state.current.metric;
    const { tasks } = this.run.experiment;
    const chosen = chosenMetrics(tasks, this.shownMetric);
    this.charts = styledTasks(Object.keys(tasks)).flatMap((task) => {
      const metric = chosen.get(task.name);
      if (metric === undefined) return [];
      const hasValidation = this.run.rows.validation > 0;
      return [new MetricChart(task, metric, hasValidation, this.history, this.state)];
    });
    this.box.replaceChildren(...this.charts.map((chart) => chart.element));
  }
}
