import { element } from './dom';
import { text } from './text';

/** A table's content; the first cell of a row names it. */
export interface TableContent {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The table as an element; it scrolls sideways by itself where it is too wide. */
export function dataTable({ caption, columns, rows }: TableContent): HTMLElement {
  const table = element(
    'table',
    {},
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column))),
    ),
    element('tbody', {}, ...rows.map(tableRow)),
  );
  return element(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    table,
  );
}

function tableRow(cells: readonly string[]): HTMLElement {
  return element(
    'tr',
    {},
    ...cells.map((cell, index) =>
      index === 0 ? element('th', { scope: 'row' }, cell) : element('td', {}, cell),
    ),
  );
}

/** Remembers which tables are open. */
interface OpenTables {
  readonly current: { readonly tables: readonly string[] };
  toggle(list: 'tables', id: string, listed: boolean): void;
}

/** The same content as a picture, in a table that a person can open. */
export class TableTwin {
  readonly element: HTMLDetailsElement;
  private heading = '';
  private rows: readonly string[] = [];

  /** @param subject what the table is about, for those who do not see what it stands beside */
  constructor(
    id: string,
    subject: string,
    state: OpenTables,
    private readonly content: () => TableContent,
  ) {
    this.element = element(
      'details',
      { class: 'table-twin', open: state.current.tables.includes(id) },
      element(
        'summary',
        {},
        text.showAsTable,
        element('span', { class: 'visually-hidden' }, `: ${subject}`),
      ),
    );
    this.element.addEventListener('toggle', () => {
      state.toggle('tables', id, this.element.open);
      this.update();
    });
  }

  /** Appends the rows that are new when it is open; builds it anew when others changed. */
  update(): void {
    if (!this.element.open) return;
    const content = this.content();
    const heading = JSON.stringify([content.caption, content.columns]);
    const rows = content.rows.map((row) => row.join('\t'));
    const grows = heading === this.heading && this.rows.every((row, index) => row === rows[index]);
    const body = this.element.querySelector('tbody');
    if (grows && body) body.append(...content.rows.slice(this.rows.length).map(tableRow));
    else this.rebuild(content);
    this.heading = heading;
    this.rows = rows;
  }

  private rebuild(content: TableContent): void {
    const [, before] = this.element.children;
    const scroll = before?.scrollTop ?? 0;
    before?.remove();
    const table = dataTable(content);
    this.element.append(table);
    table.scrollTop = scroll;
  }
}
