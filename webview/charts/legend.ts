import { element, setText } from '../dom';
import { listed } from '../../src/shared/l10n';
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

  constructor(
    private readonly lines: readonly LegendLine[],
    columns: readonly string[],
  ) {
    this.cells = lines.map(() => columns.map(() => element('td')));
    this.element = element(
      'table',
      { class: columns.length > 2 ? 'legend wide' : 'legend' },
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

  /**
   * @param place where the values are from: `step 1,200 · epoch 3`
   * @returns the same in words: `step 1,200 · epoch 3: income 0.41 0.4, married 0.3 0.32`
   */
  update(place: string, rows: readonly LegendRow[]): string {
    setText(this.place, place);
    const texts = this.cells.map((cells, row) =>
      cells.map((cell, column) => {
        const value = formatValue(rows[row]?.[column]);
        setText(cell, value);
        return value;
      }),
    );
    const lines = this.lines.map(({ label }, row) => [label, ...(texts[row] ?? [])].join(' '));
    return `${place}: ${listed(lines)}`;
  }
}
