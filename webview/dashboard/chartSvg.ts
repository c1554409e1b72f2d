import { formatTick } from '../format';
import { bandStrength, type Band, type Line } from '../charts/marks';
import type { Plot } from '../charts/plot';
import { svgElement } from '../dom';
import { themeColor } from '../theme';
import { scale, valueRange, type Scale } from './chartScale';

export interface ChartPicture {
  readonly title: string;
  readonly plot: Plot;
  readonly lines: readonly Line[];
  readonly bands?: readonly Band[];
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
  const { title, plot, lines, bands = [], names, axis } = picture;
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
    ...bands.map((band) => bandPath(band, plot, x, y)),
    ...lines.flatMap((line, index) => (line.width > 0 ? [linePath(line, plot, index, x, y)] : [])),
    ...names.map(({ label, line }, index) => legendRow(label, lines[line], index)),
  );
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

/** The area between the edges, wherever both have a value. */
function bandPath(
  { high, low, variable }: Band,
  { x: places, y: columns, range }: Plot,
  x: Scale,
  y: Scale,
): SVGElement {
  const edges = places.flatMap((place, point) => {
    const [top, bottom] = [columns[high]?.[point], columns[low]?.[point]];
    const inside = place >= range[0] && place <= range[1];
    if (!inside || typeof top !== 'number' || typeof bottom !== 'number') return [];
    const heights = [y.position(top), y.position(bottom)] as const;
    return heights.every(Number.isFinite) ? [{ at: x.position(place), heights }] : [];
  });
  const corner = (at: number, height: number): string => `${at.toFixed(1)},${height.toFixed(1)}`;
  const corners = [
    ...edges.map(({ at, heights }) => corner(at, heights[0])),
    ...edges.toReversed().map(({ at, heights }) => corner(at, heights[1])),
  ];
  return svgElement('polygon', {
    points: corners.join(' '),
    fill: themeColor(variable),
    'fill-opacity': bandStrength,
  });
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
