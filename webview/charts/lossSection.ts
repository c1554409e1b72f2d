import type { RunInfo } from '../../src/shared/run';
import type { RunHistory } from '../../src/shared/runHistory';
import { TableTwin } from '../dataTable';
import type { Section } from '../section';
import { styledTasks, type StyledTask } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { lossTable } from './chartTables';
import { Legend } from './legend';
import { LegendChart } from './legendChart';
import { lossToolbar } from './lossToolbar';
import type { Line } from './marks';
import { nearestIndex } from './nearest';
import { epochPositions, epochValues, lossPlot, type LossPlot } from './plot';

/** The losses of all tasks in one chart. */
export class LossSection {
  private readonly chart: LegendChart;
  private readonly hasValidation: boolean;
  private plot: LossPlot | undefined;

  constructor(
    private readonly section: Section,
    { experiment, rows }: RunInfo,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    this.hasValidation = rows.validation > 0;
    const tasks = styledTasks(Object.keys(experiment.tasks));
    const columns = [text.training, text.smoothed];
    const legend = new Legend(
      tasks.map(({ name, style }) => ({ label: name, style })),
      this.hasValidation ? [...columns, text.validation] : columns,
    );
    const twin = new TableTwin('loss', text.loss, state, () =>
      lossTable(history, state.current.axis, this.hasValidation),
    );
    this.chart = new LegendChart({
      chart: {
        lines: linesOf(tasks),
        height: 190,
        description: text.lossChart,
        cursorGroup: 'losses',
      },
      legend,
      twin,
      plot: () => (this.plot = this.plotNow()),
      isLog: () => state.current.log,
      valuesAt: (x) => this.valuesAt(x),
    });
    const toolbar = lossToolbar(state);
    section.body.append(toolbar, this.chart.element, legend.element, twin.element);
  }

  update(): void {
    if (this.section.isOpen) this.chart.update();
  }

  redraw(): void {
    this.chart.redraw();
  }

  destroy(): void {
    this.chart.destroy();
  }

  private plotNow(): LossPlot {
    const { axis, smoothing } = this.state.current;
    return lossPlot(this.history, axis, smoothing[axis], this.hasValidation);
  }

  private valuesAt(x: number | undefined) {
    if (!this.plot) return undefined;
    const { axis } = this.state.current;
    const { position, raw, smoothed } = this.plot;
    const at = x ?? Number.POSITIVE_INFINITY;
    const index = nearestIndex(position, at) ?? 0;
    const epoch = nearestIndex(epochPositions(this.history, axis), at) ?? 0;
    const rows = this.history.tasks.map((task, number) => [
      raw[number]?.[index],
      smoothed[number]?.[index],
      epochValues(this.history, 'validation', task, 'loss')[epoch],
    ]);
    const isNewest = x === undefined || position.length === 0;
    return { place: isNewest ? text.latest : this.placeOf(index, epoch), rows };
  }

  private placeOf(index: number, epoch: number): string {
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
