import { element, setText } from '../dom';
import { taskMark, type StyledTask } from '../tasks';

export interface MatrixOptions {
  readonly tasks: readonly StyledTask[];
  readonly format: (value: number) => string;
  /** Text of the cells on the diagonal; undefined to show their value. */
  readonly diagonal?: string;
}

/**
 * A value for each two tasks on a palette of two colours around zero, which those who cannot tell
 * colours apart read by the sign.
 */
export class Matrix {
  readonly element: HTMLElement;
  private readonly caption = element('caption');
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
    this.element = element(
      'div',
      { class: 'matrix-scroll', tabindex: 0, role: 'region' },
      element(
        'table',
        { class: 'matrix' },
        this.caption,
        element(
          'thead',
          {},
          element('tr', {}, element('td'), ...tasks.map((task) => heading(task, 'col'))),
        ),
        element('tbody', {}, ...rows),
      ),
    );
  }

  /** @param limit the size of a value that has the full colour */
  update(caption: string, values: readonly (readonly number[])[], limit: number): void {
    setText(this.caption, caption);
    this.element.setAttribute('aria-label', caption);
    this.cells.forEach((cells, row) => {
      cells.forEach((cell, column) => {
        this.show(cell, values[row]?.[column] ?? Number.NaN, limit, row === column);
      });
    });
  }

  private show(cell: HTMLElement, value: number, limit: number, isDiagonal: boolean): void {
    const { format, diagonal } = this.options;
    setText(cell, isDiagonal && diagonal !== undefined ? diagonal : format(value));
    cell.className = isDiagonal ? 'same' : value < 0 ? 'negative' : value > 0 ? 'positive' : '';
    const strength = limit > 0 && !isDiagonal ? Math.min(1, Math.abs(value) / limit) : 0;
    cell.style.setProperty('--strength', `${Math.round(100 * (strength || 0))}%`);
  }
}
