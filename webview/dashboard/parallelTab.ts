import { TableTwin } from '../dataTable';
import { element, setText, svgElement } from '../dom';
import { keepFocus } from '../keepFocus';
import { button, type Control } from '../toolkit';
import { AxisBrush } from './axisBrush';
import { currentBrushes } from './brushes';
import type { Comparison } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import type { ParallelAxis } from './parallelAxes';
import { axisPlace, drawAxis, linePath, pictureSize } from './parallelPicture';
import type { RunRow } from './runRows';

interface DrawnRow {
  readonly row: RunRow;
  readonly path: SVGElement;
}

/** Settings and metrics of the rows that the filter leaves side by side, a line a row. */
export class ParallelTab {
  readonly element: HTMLElement;
  private readonly note = element('p', { class: 'quiet' });
  private readonly clear: Control;
  private readonly box = element('div', { class: 'parallel-scroll' });
  private readonly twin: TableTwin;
  private rows: readonly RunRow[] = [];
  private axes: readonly ParallelAxis[] = [];
  private look: readonly unknown[] = [];
  private drawn: readonly DrawnRow[] = [];
  private brushes: readonly { readonly axis: string; readonly brush: AxisBrush }[] = [];

  constructor(private readonly state: DashboardStore) {
    const { parallel } = dashboardText;
    this.clear = button(dashboardText.clearBrushes, () => state.update({ brushes: {} }));
    this.twin = new TableTwin('parallel', parallel, state, () =>
      parallelTable(this.rows, this.axes),
    );
    const head = element('div', { class: 'parallel-head' }, this.note, this.clear);
    this.element = element('div', { class: 'parallel' }, head, this.box, this.twin.element);
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') state.update({ brushes: {} });
    });
  }

  update({ found, axes, brushed, lines }: Comparison): void {
    const chosen = lines.map(({ row, style }) => row.key + style.variable).join('\n');
    const look = [...found, chosen];
    if (look.length !== this.look.length || look.some((each, i) => each !== this.look[i])) {
      this.look = look;
      [this.rows, this.axes] = [found, axes];
      this.redraw(lines);
    }
    this.updateBrushes(brushed);
  }

  private redraw(lines: Comparison['lines']): void {
    const { rows, axes } = this;
    const varies = rows.length > 1 && rows.some(({ settings }) => Object.keys(settings).length > 0);
    this.twin.element.hidden = !varies;
    setText(this.note, varies ? dashboardText.parallelCaption : dashboardText.nothingVaries);
    const picture = varies ? [this.draw(rows, axes, lines)] : [];
    keepFocus(
      this.box,
      () => this.box.replaceChildren(...picture),
      () => this.firstHandle,
    );
    this.twin.update();
  }

  private draw(
    rows: readonly RunRow[],
    axes: readonly ParallelAxis[],
    lines: Comparison['lines'],
  ): SVGElement {
    const styled = rows.map((row, index) => {
      const style = lines.find((line) => line.row === row || row.members.includes(line.row))?.style;
      const path = svgElement(
        'path',
        { d: linePath(axes, index), class: style ? `chosen ${style.className}` : 'other' },
        svgElement('title', {}, row.name),
      );
      return { row, path, isChosen: style !== undefined };
    });
    this.drawn = styled;
    this.brushes = axes.map((axis, index) => ({
      axis: axis.id,
      brush: this.newBrush(axis, index),
    }));
    return svgElement(
      'svg',
      {
        class: 'parallel-lines',
        ...pictureSize(axes.length),
        role: 'group',
        'aria-label': dashboardText.parallelChart(
          rows.length,
          axes.map(({ title }) => title),
        ),
      },
      svgElement(
        'g',
        { 'aria-hidden': 'true' },
        // The strong ones are above the others.
        ...styled
          .toSorted((a, b) => Number(a.isChosen) - Number(b.isChosen))
          .map(({ path }) => path),
        ...axes.map(drawAxis),
      ),
      ...this.brushes.map(({ brush }) => brush.element),
    );
  }

  private get firstHandle(): SVGElement | null {
    return this.box.querySelector<SVGElement>('[role="slider"]');
  }

  private newBrush({ id, title, describe }: ParallelAxis, index: number): AxisBrush {
    return new AxisBrush(title, axisPlace(index), describe, (brush) => this.state.brush(id, brush));
  }

  private updateBrushes(brushed: readonly RunRow[]): void {
    const current = currentBrushes(this.axes, this.state.current.brushes);
    const isClear = Object.keys(current).length === 0;
    keepFocus(
      this.element,
      () => (this.clear.hidden = isClear),
      () => this.firstHandle,
    );
    for (const { axis, brush } of this.brushes) brush.update(current[axis]);
    const inside = new Set(brushed);
    for (const { row, path } of this.drawn) {
      path.classList.toggle('inside', !this.clear.hidden && inside.has(row));
      path.classList.toggle('outside', !inside.has(row));
    }
  }
}

function parallelTable(rows: readonly RunRow[], axes: readonly ParallelAxis[]) {
  return {
    caption: dashboardText.parallelTable,
    columns: [dashboardText.run, ...axes.map(({ title }) => title)],
    rows: rows.map(({ name }, row) => [name, ...axes.map(({ texts }) => texts[row] ?? '–')]),
  };
}
