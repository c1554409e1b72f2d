import { decimate } from '../charts/decimate';
import { svgElement } from '../dom';

const width = 100;
const height = 22;
/** Points a line is drawn with at most. */
const pointLimit = 100;

/** A small picture of a path around zero, which is filled where it is above and where it is below. */
export class Sparkline {
  readonly element: SVGSVGElement;
  private readonly above = svgElement('path', { class: 'above' });
  private readonly below = svgElement('path', { class: 'below' });
  private readonly cursor = svgElement('path', { class: 'cursor' });

  constructor() {
    this.element = svgElement(
      'svg',
      {
        class: 'sparkline',
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: 'none',
        role: 'img',
      },
      this.above,
      this.below,
      svgElement('path', { class: 'zero', d: `M0,${height / 2} H${width}` }),
      this.cursor,
    );
  }

  /**
   * @param x ascending
   * @param limit the size of a value at the upper and lower edge
   * @param at the x that is shown elsewhere
   */
  update(x: Float64Array, y: Float64Array, limit: number, at: number, description: string): void {
    const first = x[0] ?? 0;
    const span = Math.max(1, (x.at(-1) ?? 0) - first);
    const place = (value: number): number => round((width * (value - first)) / span);
    const { x: positions, y: columns } = decimate(x, [y], pointLimit);
    const points = positions.map((position, index) => ({
      x: place(position),
      value: columns[0]?.[index] ?? 0,
    }));
    this.above.setAttribute(
      'd',
      area(points, (value) => Math.max(0, value / limit)),
    );
    this.below.setAttribute(
      'd',
      area(points, (value) => Math.min(0, value / limit)),
    );
    this.cursor.setAttribute('d', `M${place(at)},0 V${height}`);
    this.element.setAttribute('aria-label', description);
  }
}

/** Between the zero line and the values, which are -1 to 1 after `clip`. */
function area(
  points: readonly { readonly x: number; readonly value: number }[],
  clip: (value: number) => number,
): string {
  const middle = height / 2;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const line = points.map(({ x, value }) => `L${x},${round(middle * (1 - clip(value)))}`);
  return `M${first.x},${middle} ${line.join(' ')} L${last.x},${middle} Z`;
}

const round = (value: number): number => Math.round(10 * value) / 10;
