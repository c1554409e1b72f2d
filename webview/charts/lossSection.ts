import type { RunInfo } from '../../src/shared/run';
import type { RunHistory } from '../../src/shared/runHistory';
import { TableTwin } from '../dataTable';
import type { Section } from '../section';
import { styledTasks, type StyledTask } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { lossTable } from './chartTables';
import { Legend } from './legend';
import { LineChart } from './lineChart';
import { lossToolbar } from './lossToolbar';
import type { Line } from './marks';
import { nearestIndex } from './nearest';
import { epochPositions, epochValues, lossPlot, type LossPlot } from './plot';

/** The losses of all tasks in one chart. */
export class LossSection {
  private readonly chart: LineChart;
  private readonly legend: Legend;
  private readonly twin: TableTwin;
  private readonly hasValidation: boolean;
  private plot: LossPlot | undefined;
  private cursor: number | undefined;

  constructor(
    private readonly section: Section,
    { experiment, rows }: RunInfo,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    this.hasValidation = rows.validation > 0;
    const tasks = styledTasks(Object.keys(experiment.tasks));
    this.chart = new LineChart({
      lines: linesOf(tasks),
      height: 190,
      description: text.lossChart,
      cursorGroup: 'losses',
      onCursor: (x) => {
        this.cursor = x;
        this.updateLegend();
      },
    });
    const columns = [text.training, text.smoothed];
    const lines = tasks.map(({ name, style }) => ({ label: name, style }));
    this.legend = new Legend(lines, this.hasValidation ? [...columns, text.validation] : columns);
    this.twin = new TableTwin('loss', text.loss, state, () =>
      lossTable(history, state.current.axis, this.hasValidation),
    );
    const toolbar = lossToolbar(state);
    section.body.append(toolbar, this.chart.element, this.legend.element, this.twin.element);
  }

  update(): void {
    if (!this.section.isOpen) return;
    const { axis, smoothing, log } = this.state.current;
    this.plot = lossPlot(this.history, axis, smoothing[axis], this.hasValidation);
    this.chart.show(this.plot, log);
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
    if (!this.plot) return;
    const { axis } = this.state.current;
    const { position, raw, smoothed } = this.plot;
    const x = this.cursor ?? Number.POSITIVE_INFINITY;
    const index = nearestIndex(position, x) ?? 0;
    const epoch = nearestIndex(epochPositions(this.history, axis), x) ?? 0;
    const rows = this.history.tasks.map((task, number) => [
      raw[number]?.[index],
      smoothed[number]?.[index],
      epochValues(this.history, 'validation', task, 'loss')[epoch],
    ]);
    this.legend.update(this.placeOf(index, epoch), rows);
  }

  private placeOf(index: number, epoch: number): string {
    if (this.cursor === undefined || this.plot?.position.length === 0) return text.latest;
    if (this.state.current.axis === 'epoch')
      return text.atEpoch(this.history.epochs[epoch]?.epoch ?? 0);
    const { step, epoch: epochs } = this.history;
    return text.atStep(step.values[index] ?? 0, epochs.values[index] ?? 0);
  }
}

/** Training as measured (faint), training smoothed (thin), validation (bold, dashed, marked). */
function linesOf(tasks: readonly StyledTask[]): Line[] {
  const styles = tasks.map(({ style }) => style);
  return [
    ...styles.map(({ variable }) => ({ variable, width: 1, dash: [], alpha: 0.2 })),
    ...styles.map(({ variable }) => ({ variable, width: 1, dash: [], alpha: 1 })),
    ...styles.map(({ variable, dash, mark }) => ({ variable, width: 2, dash, alpha: 1, mark })),
  ];
}
