import { element, setText } from '../dom';
import { formatValue } from '../../src/shared/numberText';
import { taskLine, type TaskStyle } from '../tasks';
import { text } from '../text';

export interface LegendLine {
  readonly label: string;
  readonly style: TaskStyle;
}

/** A line of the legend: the values of its columns; undefined for none. */
export type LegendRow = readonly (number | undefined)[];

/** Which line is whose, and the values under the cursor (the newest while there is none). */
export class Legend {
  readonly element: HTMLElement;
  private readonly place = element('th', { scope: 'col', class: 'place' }, text.latest);
  private readonly cells: HTMLElement[][];

  constructor(lines: readonly LegendLine[], columns: readonly string[]) {
    this.cells = lines.map(() => columns.map(() => element('td')));
    this.element = element(
      'table',
      { class: 'legend' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          this.place,
          ...columns.map((column) => element('th', { scope: 'col' }, column)),
        ),
      ),
      element(
        'tbody',
        {},
        ...lines.map(({ label, style }, index) =>
          element(
            'tr',
            {},
            element(
              'th',
              { scope: 'row' },
              element('span', { class: 'legend-label' }, taskLine(style), label),
            ),
            ...(this.cells[index] ?? []),
          ),
        ),
      ),
    );
  }

  /** @param place where the values are from: `step 1,200 · epoch 3` */
  update(place: string, rows: readonly LegendRow[]): void {
    setText(this.place, place);
    this.cells.forEach((cells, row) => {
      cells.forEach((cell, column) => setText(cell, formatValue(rows[row]?.[column])));
    });
  }
}
