import { element, setText } from '../dom';
import { taskLine } from '../tasks';
import type { Column } from './columns';
import type { Comparison } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import type { DrawnLine } from './drawnLines';
import type { RunRow } from './runRows';
import { shownRows, type ShownRow } from './shownRows';
import { focusId, VirtualRows } from './virtualRows';

/** Which run is which: pick those to draw, pin the one to compare with, sort, filter. */
export class RunTable {
  readonly element: HTMLElement;
  private readonly counts = element('p', { class: 'quiet', 'aria-live': 'polite' });
  private readonly head = element('thead');
  private readonly table: HTMLTableElement;
  private readonly rows: VirtualRows;
  private readonly filter = element('input', {
    type: 'search',
    class: 'filter',
    placeholder: dashboardText.filterHint,
    'aria-label': dashboardText.filter,
  });
  private headLook = '';
  private shown: readonly ShownRow[] = [];
  private lines: readonly DrawnLine[] = [];

  /** @param exports buttons beside the filter */
  constructor(
    private readonly state: DashboardStore,
    exports: readonly HTMLElement[],
  ) {
    this.filter.addEventListener('input', () => state.update({ filter: this.filter.value }));
    const label = dashboardText.runsTable;
    const scroller = element('div', {
      class: 'runs-scroll',
      tabindex: 0,
      role: 'region',
      'aria-label': label,
    });
    this.rows = new VirtualRows(scroller);
    this.table = element(
      'table',
      { class: 'runs', 'aria-label': label },
      this.head,
      this.rows.body,
    );
    scroller.append(this.table);
    this.element = element(
      'section',
      { class: 'runs-section', 'aria-label': dashboardText.runs },
      element('h2', { class: 'visually-hidden' }, dashboardText.runs),
      element('div', { class: 'toolbar' }, this.filter, ...exports),
      this.counts,
      scroller,
      element('p', { class: 'quiet' }, dashboardText.columnNotes),
    );
  }

  update(comparison: Comparison): void {
    const { rows, found, brushed, columns, selected, lines } = comparison;
    this.lines = lines;
    const { filter, sorting, expanded } = this.state.current;
    if (this.filter.value !== filter) this.filter.value = filter;
    this.shown = shownRows(brushed, sorting, columns, expanded);
    setText(
      this.counts,
      dashboardText.counts(
        brushed.length,
        rows.length,
        selected.length,
        brushed.length < found.length,
      ),
    );
    this.updateHead(columns);
    this.table.setAttribute('aria-rowcount', String(this.shown.length + 1));
    this.rows.show(this.shown.map((shown) => this.virtualRow(shown, columns)));
  }

  /** The rows as they stand, for a file. */
  get shownRows(): readonly RunRow[] {
    return this.shown.map(({ row }) => row);
  }

  private updateHead(columns: readonly Column[]): void {
    const { sorting } = this.state.current;
    const look = JSON.stringify([columns.map(({ id, title }) => [id, title]), sorting]);
    if (look === this.headLook) return;
    this.headLook = look;
    const focused = document.activeElement?.getAttribute('data-column');
    const cells = columns.map((column) => this.headCell(column));
    const run = element('th', { scope: 'col', class: 'run-name' }, dashboardText.run);
    this.head.replaceChildren(element('tr', { 'aria-rowindex': 1 }, run, ...cells));
    if (focused === null || focused === undefined) return;
    for (const control of this.head.querySelectorAll<HTMLElement>('button'))
      if (control.dataset.column === focused) control.focus();
  }

  private headCell({ id, task, title, isNumber }: Column): HTMLElement {
    const { sorting } = this.state.current;
    const isSorted = sorting.column === id;
    const direction = sorting.descending ? 'descending' : 'ascending';
    const arrow = isSorted ? (sorting.descending ? ' ▾' : ' ▴') : '';
    const label = task === undefined ? title : `${task} ${title}`;
    const control = element('button', { type: 'button', 'data-column': id }, `${label}${arrow}`);
    control.addEventListener('click', () => {
      const next = !isSorted
        ? { column: id, descending: isNumber }
        : sorting.descending === isNumber
          ? { column: id, descending: !isNumber }
          : { column: '', descending: false };
      this.state.update({ sorting: next });
    });
    return element(
      'th',
      {
        scope: 'col',
        class: isNumber ? 'number' : '',
        'aria-sort': isSorted ? direction : undefined,
      },
      control,
    );
  }

  private virtualRow({ row, isMember }: ShownRow, columns: readonly Column[]) {
    const { selected, baseline, expanded } = this.state.current;
    const directories = row.runs.map(({ directory }) => directory);
    const chosen = directories.filter((each) => selected.includes(each)).length;
    const line = this.lines.find((each) => each.row === row);
    const texts = columns.map((column) => column.text(row));
    const isOpen = expanded.includes(row.key);
    const isBaseline = baseline === row.key;
    return {
      key: row.key,
      look: JSON.stringify([row.name, texts, chosen, line?.style, isOpen, isBaseline, isMember]),
      build: (): HTMLTableRowElement =>
        element(
          'tr',
          { class: [isMember && 'member', isBaseline && 'baseline'].filter(Boolean).join(' ') },
          element(
            'th',
            {
              scope: 'row',
              class: 'run-name',
              title: row.runs.map(({ run }) => run.id).join('\n'),
            },
            element(
              'span',
              { class: 'run-cell' },
              this.checkbox(row, directories, chosen),
              this.pin(row, isBaseline),
              ...(row.members.length > 0 ? [this.fold(row, isOpen)] : []),
              ...(line ? [taskLine(line.style)] : []),
              element('span', {}, row.name),
            ),
          ),
          ...texts.map((value, index) =>
            element('td', { class: columns[index]?.isNumber ? 'number' : '' }, value),
          ),
        ),
    };
  }

  private checkbox(row: RunRow, directories: readonly string[], chosen: number): HTMLElement {
    const box = element('input', {
      type: 'checkbox',
      checked: chosen > 0 && chosen === directories.length,
      'aria-label': dashboardText.onChart(row.name),
      'data-focus': focusId('check', row.key),
    });
    box.indeterminate = chosen > 0 && chosen < directories.length;
    box.addEventListener('change', () => this.state.select(directories, box.checked));
    return box;
  }

  private pin(row: RunRow, isBaseline: boolean): HTMLElement {
    const control = element(
      'button',
      {
        type: 'button',
        class: 'pin',
        'aria-label': dashboardText.pin(row.name),
        'aria-pressed': String(isBaseline),
        title: dashboardText.pin(row.name),
        'data-focus': focusId('pin', row.key),
      },
      isBaseline ? '◆' : '◇',
    );
    control.addEventListener('click', () =>
      this.state.update({ baseline: isBaseline ? '' : row.key }),
    );
    return control;
  }

  private fold(row: RunRow, isOpen: boolean): HTMLElement {
    const control = element(
      'button',
      {
        type: 'button',
        class: 'fold',
        'aria-label': dashboardText.unfold(row.name),
        'aria-expanded': String(isOpen),
        'data-focus': focusId('fold', row.key),
      },
      isOpen ? '▾' : '▸',
    );
    control.addEventListener('click', () => {
      const others = this.state.current.expanded.filter((key) => key !== row.key);
      this.state.update({ expanded: isOpen ? others : [...others, row.key] });
    });
    return control;
  }
}
