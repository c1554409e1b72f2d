import type uPlot from 'uplot';
import { sliderStep } from '../sliderKeys';

/** The cursor of a chart for those who have no mouse: its picture is a slider over the points. */
export class CursorSlider {
  /** @param chart as it is drawn; undefined before */
  constructor(
    private readonly picture: HTMLElement,
    private readonly chart: () => uPlot | undefined,
  ) {
    picture.tabIndex = 0;
    picture.setAttribute('role', 'slider');
    picture.setAttribute('aria-valuemin', '0');
    picture.addEventListener('keydown', (event) => this.moveByKey(event));
    picture.addEventListener('blur', () => this.move(undefined));
  }

  /** @param values under the cursor, or the newest ones, in words */
  update(values: string): void {
    this.picture.setAttribute('aria-valuemax', String(this.last));
    this.picture.setAttribute('aria-valuenow', String(this.point));
    this.picture.setAttribute('aria-valuetext', values);
  }

  private get points(): ArrayLike<number> {
    return this.chart()?.data[0] ?? [];
  }

  private get last(): number {
    return Math.max(0, this.points.length - 1);
  }

  /** Index of the point under the cursor, of the last one while there is no cursor. */
  private get point(): number {
    return this.chart()?.cursor.idx ?? this.last;
  }

  private moveByKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') return this.move(undefined);
    const count = this.points.length;
    const step = sliderStep(event.key, { arrow: 1, page: Math.ceil(count / 10), whole: count });
    if (step === undefined) return;
    event.preventDefault();
    this.move(this.points[Math.min(this.last, Math.max(0, this.point + step))]);
  }

  /** As the mouse does, so that the charts beside follow. @param x undefined to take it away */
  private move(x: number | undefined): void {
    const chart = this.chart();
    if (!chart) return;
    const { left, top, height } = chart.over.getBoundingClientRect();
    const event =
      x === undefined
        ? new MouseEvent('mouseleave')
        : new MouseEvent('mousemove', {
            clientX: left + chart.valToPos(x, 'x'),
            clientY: top + height / 2,
          });
    chart.over.dispatchEvent(event);
  }
}
