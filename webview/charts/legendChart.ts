import type { TableTwin } from '../dataTable';
import type { Legend, LegendRow } from './legend';
import { LineChart, type LineChartOptions } from './lineChart';
import type { Plot } from './plot';

export interface LegendChartOptions {
  readonly chart: Omit<LineChartOptions, 'onCursor'>;
  readonly legend: Legend;
  readonly twin: TableTwin;
  readonly plot: () => Plot;
  readonly isLog: () => boolean;
  /**
   * What the legend says of a place on the x axis, of the newest values where that is undefined.
   * @returns undefined while there is nothing to say
   */
  readonly valuesAt: (
    x: number | undefined,
  ) => { readonly place: string; readonly rows: readonly LegendRow[] } | undefined;
}

/** A chart whose legend follows the cursor, with its table. */
export class LegendChart {
  private readonly chart: LineChart;
  private cursor: number | undefined;

  constructor(private readonly options: LegendChartOptions) {
    this.chart = new LineChart({
      ...options.chart,
      onCursor: (x) => {
        this.cursor = x;
        this.updateLegend();
      },
    });
  }

  /** The chart itself, without legend and table. */
  get element(): HTMLElement {
    return this.chart.element;
  }

  update(): void {
    this.chart.show(this.options.plot(), this.options.isLog());
    this.updateLegend();
    this.options.twin.update();
  }

  redraw(): void {
    this.chart.redraw();
  }

  destroy(): void {
    this.chart.destroy();
  }

  private updateLegend(): void {
    const values = this.options.valuesAt(this.cursor);
    if (values) this.chart.describe(this.options.legend.update(values.place, values.rows));
  }
}
