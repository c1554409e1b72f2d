import uPlot from 'uplot';
import { element } from '../dom';
import { formatTick } from '../format';
import { onResize } from '../resize';
import { text } from '../text';
import { themeColor } from '../theme';
import { CursorSlider } from './cursorSlider';
import { bandStrength, drawMarks, type Band, type Line } from './marks';
import type { Plot } from './plot';

export interface LineChartOptions {
  readonly lines: readonly Line[];
  readonly bands?: readonly Band[];
  /** Pixels. */
  readonly height: number;
  /** For those who do not see it. */
  readonly description: string;
  /** Charts with the same axis move their cursors together. */
  readonly cursorGroup: 'losses' | 'gradients' | 'overlays';
  /** The cursor is on an x of the axis, or gone. */
  readonly onCursor: (x: number | undefined) => void;
  /** A part of the axis was dragged over; undefined where that does nothing. */
  readonly onSelect?: (from: number, to: number) => void;
}

const tickFont = 10;
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- a const enum of a declaration file has no value
const logarithmic = 3 as uPlot.Scale.Distr.Logarithmic;

/** Lines over steps or epochs: uPlot with the theme's colours, gaps that are marked, a shared cursor. */
export class LineChart {
  readonly element: HTMLElement;
  private readonly empty = element('p', { class: 'chart-empty quiet' }, text.noValues);
  private readonly picture: HTMLElement;
  private readonly slider: CursorSlider;
  private chart: uPlot | undefined;
  private plot: Plot | undefined;
  private log = false;
  private width = 0;

  constructor(private readonly options: LineChartOptions) {
    const { height, description } = options;
    this.picture = element('div', { class: 'chart', 'aria-label': description });
    this.picture.style.height = `${height}px`;
    this.slider = new CursorSlider(this.picture, () => this.chart);
    this.element = element('div', { class: 'chart-box' }, this.picture, this.empty);
    onResize(this.element, (width) => {
      this.width = width;
      if (this.chart) this.chart.setSize({ width, height });
      else this.build();
    });
  }

  /** Draws these values, on a logarithmic scale if asked to. */
  show(plot: Plot, log: boolean): void {
    this.plot = plot;
    this.empty.hidden = plot.x.length > 0;
    if (log !== this.log || !this.chart) {
      this.log = log;
      this.build();
    } else this.chart.setData(this.data());
  }

  /** @param values under the cursor, or the newest ones, in words */
  describe(values: string): void {
    this.slider.update(values);
  }

  /** Draws the same again: the theme changed. */
  redraw(): void {
    this.chart?.redraw(false, true);
  }

  destroy(): void {
    this.chart?.destroy();
    this.chart = undefined;
  }

  /** Values that a logarithmic scale does not have are no points of it. */
  private data(): uPlot.AlignedData {
    const { x = [], y = [] } = this.plot ?? {};
    const drawn = this.log
      ? y.map((values) => values.map((value) => (value && value > 0 ? value : null)))
      : y;
    return [[...x], ...drawn.map((values) => [...values])];
  }

  private build(): void {
    if (this.width === 0 || !this.plot) return;
    this.destroy();
    const { lines, bands = [], height, cursorGroup, onSelect } = this.options;
    const axis = this.axis();
    this.chart = new uPlot(
      {
        width: this.width,
        height,
        padding: [8, 18, 0, 0],
        legend: { show: false },
        cursor: {
          sync: { key: cursorGroup, setSeries: false, filters: { pub: isCursorMove } },
          drag: { x: onSelect !== undefined, y: false, setScale: false },
          y: false,
          points: { size: (_chart, series) => (lines[series - 1]?.width === 0 ? 0 : 5) },
        },
        scales: {
          x: { time: false, range: () => [...(this.plot?.range ?? [0, 1])] },
          y: this.log ? { distr: logarithmic } : {},
        },
        axes: [
          { ...axis, size: 22, space: 56, incrs: () => this.plot?.ticks ?? integerSteps },
          { ...axis, size: 46, space: 26 },
        ],
        series: [{}, ...lines.map(seriesOf)],
        bands: bands.map(bandOf),
        hooks: {
          draw: [(chart) => drawMarks(chart, lines, this.plot?.gaps ?? [])],
          setCursor: [(chart) => this.options.onCursor(cursorX(chart))],
          setSelect: [(chart) => takeSelection(chart, onSelect)],
        },
      },
      this.data(),
      this.picture,
    );
  }

  private axis(): uPlot.Axis {
    return {
      font: `${tickFont}px ${getComputedStyle(document.body).fontFamily}`,
      stroke: () => themeColor('--vscode-descriptionForeground'),
      grid: { stroke: () => themeColor('--mtl-grid'), width: 1 },
      ticks: { show: false },
      gap: 4,
      values: (_chart, splits) =>
        splits.map((value: number | null) => (value === null ? '' : formatTick(value))),
    };
  }
}

/** Steps and epochs are whole numbers. */
const integerSteps = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((factor) => factor * 10 ** power),
).flat();

function seriesOf({ variable, width, dash, alpha }: Line): uPlot.Series {
  return {
    stroke: () => themeColor(variable),
    width,
    alpha,
    dash: [...dash],
    points: { show: false },
  };
}

function bandOf({ high, low, variable }: Band): uPlot.Band {
  const fill = (): string =>
    `color-mix(in srgb, ${themeColor(variable)} ${100 * bandStrength}%, transparent)`;
  return { series: [high + 1, low + 1], fill };
}

/** Each chart has a selection of its own. */
const isCursorMove = (type: string): boolean => type === 'mousemove' || type === 'mouseleave';

function takeSelection(chart: uPlot, onSelect: LineChartOptions['onSelect']): void {
  const { left, width } = chart.select;
  if (width === 0) return;
  const [from, to] = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')];
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onSelect?.(from, to);
}

function cursorX(chart: uPlot): number | undefined {
  const { left = -1 } = chart.cursor;
  return left < 0 ? undefined : chart.posToVal(left, 'x');
}
