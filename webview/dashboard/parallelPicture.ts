import { svgElement } from '../dom';
import type { AxisPlace } from './axisBrush';
import type { ParallelAxis } from './parallelAxes';

const [height, top, bottom, axisWidth] = [290, 40, 25, 170];
/** In the title of an axis. */
const mostLetters = 24;

/** The size of a picture with so many axes. */
export function pictureSize(axes: number) {
  const width = axes * axisWidth;
  return { viewBox: `0 0 ${width} ${height}`, width, height };
}

/** Where an axis is drawn. @param index of the axis, from the left */
export function axisPlace(index: number): AxisPlace {
  return { x: (index + 0.5) * axisWidth, top, bottom: height - bottom };
}

const yOf = (place: number): number => height - bottom - place * (height - top - bottom);

/** The line of a row through all axes, with a gap where it has no value. */
export function linePath(axes: readonly ParallelAxis[], row: number): string {
  let isOpen = false;
  return axes
    .flatMap(({ places }, axis) => {
      const place = places[row];
      const command = isOpen ? 'L' : 'M';
      isOpen = place !== undefined;
      return place === undefined ? [] : [`${command}${axisPlace(axis).x},${yOf(place).toFixed(1)}`];
    })
    .join(' ');
}

export function drawAxis({ title, ticks }: ParallelAxis, axis: number): SVGElement {
  const { x } = axisPlace(axis);
  return svgElement(
    'g',
    {},
    svgElement('line', { class: 'axis-line', x1: x, x2: x, y1: top, y2: height - bottom }),
    svgElement(
      'text',
      { x, y: 14, 'text-anchor': 'middle' },
      svgElement('title', {}, title),
      shortTitle(title),
    ),
    ...ticks.map(({ label, place }) =>
      svgElement('text', { class: 'axis-tick', x: x + 13, y: yOf(place) + 4 }, label),
    ),
  );
}

/** As many last keys of a path as there is room for: they say most. */
function shortTitle(title: string): string {
  const ends = [...title.matchAll(/\.(?=[a-z])/gi)].map(({ index }) => title.slice(index + 1));
  return (
    [title, ...ends].find(({ length }) => length <= mostLetters) ??
    `…${title.slice(1 - mostLetters)}`
  );
}
