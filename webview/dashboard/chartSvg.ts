import { formatTick } from '../format';
import type { Line } from '../charts/marks';
import type { Plot } from '../charts/plot';
import { svgElement } from '../dom';
import { themeColor } from '../theme';

export interface ChartPicture {
  readonly title: string;
  readonly plot: Plot;
  readonly lines: readonly Line[];
  /** What lines are called, with the number of the line whose looks they have. */
  readonly names: readonly { readonly label: string; readonly line: number }[];
  readonly axis: string;
  readonly log: boolean;
}

const [width, height] = [720, 360];
const area = { left: 64, right: width - 16, top: 34, bottom: height - 40 };
const legendLine = 18;

/**
 * A chart as a drawing of its own, colours included: for a file or a report, where no theme is.
 */
export function chartSvg(picture: ChartPicture): SVGSVGElement {
  const { title, plot, lines, names, axis } = picture;
  const total = height + names.length * legendLine;
  const text = themeColor('--vscode-foreground');
  const x = scale(plot.range, [area.left, area.right], false);
  const y = scale(valueRange(plot, picture.log), [area.bottom, area.top], picture.log);
  return svgElement(
    'svg',
    {
      viewBox: `0 0 ${width} ${total}`,
      width,
      height: total,
      role: 'img',
      'aria-label': title,
      'font-family': 'sans-serif',
      'font-size': 12,
      fill: text,
    },
    svgElement('rect', { width, height: total, fill: themeColor('--vscode-editor-background') }),
    svgElement('text', { x: area.left, y: 20, 'font-size': 14, 'font-weight': 600 }, title),
    ...gridLines(x, y),
    svgElement('text', { x: area.right, y: height - 6, 'text-anchor': 'end' }, axis),
    ...lines.map((line, index) => linePath(line, plot, index, x, y)),
    ...names.map(({ label, line }, index) => legendRow(label, lines[line], index)),
  );
}

interface Scale {
  readonly position: (value: number) => number;
  readonly ticks: readonly number[];
}

function scale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
  log: boolean,
): Scale {
  const of = (value: number): number => (log ? Math.log10(value) : value);
  const factor = (end - start) / (of(to) - of(from) || 1);
  return {
    position: (value) => start + (of(value) - of(from)) * factor,
    ticks: log ? decades(from, to) : evenTicks(from, to),
  };
}

/** About six round numbers. */
function evenTicks(from: number, to: number): readonly number[] {
  const rough = (to - from) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

function decades(from: number, to: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)).filter(
    (tick) => tick >= from && tick <= to,
  );
}

/** Of all lines; positive where the scale is logarithmic. */
function valueRange({ y }: Plot, log: boolean): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of y.flat()) {
    if (value === null || value === undefined || (log && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return log ? [0.1, 1] : [0, 1];
  if (log) return low < high ? [low, high] : [low / 2, high * 2];
  const margin = 0.06 * (high - low) || 0.5;
  return [low - margin, high + margin];
}

function gridLines(x: Scale, y: Scale): SVGElement[] {
  const stroke = 'rgba(128,128,128,0.3)';
  return [
    ...x.ticks.map((tick) => {
      const at = x.position(tick);
      return svgElement(
        'g',
        {},
        svgElement('line', { x1: at, x2: at, y1: area.top, y2: area.bottom, stroke }),
        svgElement(
          'text',
          { x: at, y: area.bottom + 16, 'text-anchor': 'middle' },
          formatTick(tick),
        ),
      );
    }),
    ...y.ticks.map((tick) => {
      const at = y.position(tick);
      return svgElement(
        'g',
        {},
        svgElement('line', { x1: area.left, x2: area.right, y1: at, y2: at, stroke }),
        svgElement('text', { x: area.left - 6, y: at + 4, 'text-anchor': 'end' }, formatTick(tick)),
      );
    }),
  ];
}

function linePath(line: Line, plot: Plot, index: number, x: Scale, y: Scale): SVGElement {
  let isOpen = false;
  const parts = plot.x.flatMap((place, point) => {
    const value = plot.y[index]?.[point];
    if (value === undefined) return [];
    const at = value === null ? Number.NaN : y.position(value);
    const inside = place >= plot.range[0] && place <= plot.range[1];
    if (!Number.isFinite(at) || !inside) {
      isOpen = false;
      return [];
    }
    const command = isOpen ? 'L' : 'M';
    isOpen = true;
    return [`${command}${x.position(place).toFixed(1)},${at.toFixed(1)}`];
  });
  return svgElement('path', { d: parts.join(' '), ...strokeOf(line) });
}

function legendRow(label: string, line: Line | undefined, index: number): SVGElement {
  const y = height + index * legendLine;
  return svgElement(
    'g',
    {},
    ...(line ? [svgElement('path', { d: `M${area.left},${y} h28`, ...strokeOf(line) })] : []),
    svgElement('text', { x: area.left + 36, y: y + 4 }, label),
  );
}

function strokeOf({ variable, width: size, dash, alpha }: Line) {
  return {
    fill: 'none',
    stroke: themeColor(variable),
    'stroke-width': size,
    'stroke-dasharray': dash.length > 0 ? dash.join(' ') : undefined,
    'stroke-opacity': alpha,
  };
}
