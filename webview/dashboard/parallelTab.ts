import { TableTwin } from '../dataTable';
import { element, svgElement } from '../dom';
import { taskStyle } from '../tasks';
import type { Comparison } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import { parallelAxes, type ParallelAxis } from './parallelAxes';
import type { RunRow } from './runRows';

const [height, top, bottom, axisWidth] = [280, 40, 20, 170];

/** Settings and metrics of all rows of the table side by side, a line a row. */
export class ParallelTab {
  readonly element: HTMLElement;
  private readonly box = element('div', { class: 'parallel-scroll' });
  private readonly twin: TableTwin;
  private rows: readonly RunRow[] = [];
  private look: readonly unknown[] = [];

  constructor(private readonly state: DashboardStore) {
    const { parallel } = dashboardText;
    this.twin = new TableTwin('parallel', parallel, state, () => parallelTable(this.rows));
    this.element = element('div', { class: 'parallel' }, this.box, this.twin.element);
  }

  /** @param rows those that the filter leaves */
  update({ selected }: Comparison, rows: readonly RunRow[]): void {
    const look = [...rows, selected.map(({ directory }) => directory).join('\n')];
    if (look.length === this.look.length && look.every((each, i) => each === this.look[i])) return;
    this.look = look;
    this.rows = rows;
    const axes = parallelAxes(rows);
    const varies = rows.length > 1 && rows.some(({ settings }) => Object.keys(settings).length > 0);
    this.twin.element.hidden = !varies;
    this.box.replaceChildren(
      ...(varies
        ? [element('p', { class: 'quiet' }, dashboardText.parallelCaption), this.draw(rows, axes)]
        : [element('p', { class: 'quiet' }, dashboardText.nothingVaries)]),
    );
    this.twin.update();
  }

  private draw(rows: readonly RunRow[], axes: readonly ParallelAxis[]): SVGElement {
    const width = axes.length * axisWidth;
    const { selected } = this.state.current;
    const lines = rows.map((row, index) => {
      const first = row.runs.find(({ directory }) => selected.includes(directory));
      const style = first && taskStyle(this.state.styleOf(first.directory));
      const path = svgElement(
        'path',
        { d: linePath(axes, index), class: style ? `chosen ${style.className}` : 'other' },
        svgElement('title', {}, row.name),
      );
      return { path, isChosen: style !== undefined };
    });
    // The strong ones are above the others.
    lines.sort((a, b) => Number(a.isChosen) - Number(b.isChosen));
    const titles = axes.map(({ title }) => title);
    return svgElement(
      'svg',
      {
        class: 'parallel-lines',
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: 'img',
        'aria-label': dashboardText.parallelChart(rows.length, titles),
      },
      ...lines.map(({ path }) => path),
      ...axes.map(drawAxis),
    );
  }
}

const xOf = (axis: number): number => (axis + 0.5) * axisWidth;
const yOf = (place: number): number => height - bottom - place * (height - top - bottom);

function linePath(axes: readonly ParallelAxis[], row: number): string {
  let isOpen = false;
  return axes
    .flatMap(({ places }, axis) => {
      const place = places[row];
      const command = isOpen ? 'L' : 'M';
      isOpen = place !== undefined;
      return place === undefined ? [] : [`${command}${xOf(axis)},${yOf(place).toFixed(1)}`];
    })
    .join(' ');
}

function drawAxis({ title, ticks }: ParallelAxis, axis: number): SVGElement {
  const x = xOf(axis);
  return svgElement(
    'g',
    {},
    svgElement('line', { class: 'axis-line', x1: x, x2: x, y1: top, y2: height - bottom }),
    svgElement('text', { x, y: 14, 'text-anchor': 'middle' }, shortTitle(title)),
    ...ticks.map(({ label, place }) =>
      svgElement('text', { class: 'axis-tick', x: x + 5, y: yOf(place) + 4 }, label),
    ),
  );
}

/** The end of a key path says most. */
function shortTitle(title: string): string {
  return title.length <= 24 ? title : `…${title.slice(-23)}`;
}

function parallelTable(rows: readonly RunRow[]) {
  const axes = parallelAxes(rows);
  return {
    caption: dashboardText.parallelTable,
    columns: [dashboardText.run, ...axes.map(({ title }) => title)],
    rows: rows.map(({ name }, row) => [name, ...axes.map(({ texts }) => texts[row] ?? '–')]),
  };
}
