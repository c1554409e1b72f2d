import { element, setText } from '../dom';
import { onResize } from '../resize';
import { taskMark, type StyledTask } from '../tasks';

export interface MatrixOptions {
  readonly tasks: readonly StyledTask[];
  /** Text of the cells on the diagonal; undefined to show their value. */
  readonly diagonal?: string;
}

/** From so many tasks on, and where there is no room, columns are headed by the tasks' marks alone. */
const manyTasks = 4;

/**
 * A value for each two tasks on a palette of two colours around zero, which those who cannot tell
 * colours apart read by the sign.
 */
export class Matrix {
  readonly element: HTMLElement;
  private readonly caption = element('p', { class: 'quiet' });
  private readonly scroll: HTMLElement;
  private readonly cells: HTMLElement[][];

  constructor(private readonly options: MatrixOptions) {
    const { tasks } = options;
    this.cells = tasks.map(() => tasks.map(() => element('td')));
    const heading = ({ name, style }: StyledTask, scope: string): HTMLElement =>
      element(
        'th',
        { scope, title: name },
        element('span', { class: 'matrix-task' }, taskMark(style), element('span', {}, name)),
      );
    const rows = tasks.map((task, row) =>
      element('tr', {}, heading(task, 'row'), ...(this.cells[row] ?? [])),
    );
    const table = element(
      'table',
      { class: 'matrix' },
      element(
        'thead',
        {},
        element('tr', {}, element('td'), ...tasks.map((task) => heading(task, 'col'))),
      ),
      element('tbody', {}, ...rows),
    );
    this.scroll = element('div', { class: 'matrix-scroll', tabindex: 0, role: 'region' }, table);
    const showNames = (shown: boolean): boolean => table.classList.toggle('marks-only', !shown);
    showNames(tasks.length < manyTasks);
    onResize(this.scroll, () => {
      showNames(tasks.length < manyTasks);
      if (this.scroll.scrollWidth > this.scroll.clientWidth) showNames(false);
    });
    this.element = element('div', {}, this.caption, this.scroll);
  }

  /** @param limit the size of a value that has the full colour */
  update(
    caption: string,
    values: readonly (readonly number[])[],
    limit: number,
    format: (value: number) => string,
  ): void {
    const { diagonal } = this.options;
    setText(this.caption, caption);
    this.scroll.setAttribute('aria-label', caption);
    this.cells.forEach((cells, row) => {
      cells.forEach((cell, column) => {
        const value = values[row]?.[column] ?? Number.NaN;
        const isDiagonal = row === column;
        setText(cell, isDiagonal && diagonal !== undefined ? diagonal : format(value));
        colour(cell, value, limit, isDiagonal);
      });
    });
  }
}

/** Small values, which are the rule, have a visible colour too: it grows with the root. */
function colour(cell: HTMLElement, value: number, limit: number, isDiagonal: boolean): void {
  cell.className = isDiagonal ? 'same' : value < 0 ? 'negative' : value > 0 ? 'positive' : '';
  const strength = limit > 0 && !isDiagonal ? Math.min(1, Math.sqrt(Math.abs(value) / limit)) : 0;
  cell.style.setProperty('--strength', `${Math.round(100 * (strength || 0))}%`);
}
