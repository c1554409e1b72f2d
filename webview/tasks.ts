import { svgElement } from './dom';

/** In the order of the tasks; `--vscode-charts-*` are every theme's. */
export const taskColors = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'] as const;

/** Dash of the lines and shape of the marks: five of each, so that with six colours 30 tasks differ. */
const marks = [
  { dash: [], mark: 'M-3.5,0 A3.5,3.5 0 1 1 3.5,0 A3.5,3.5 0 1 1 -3.5,0 Z' },
  { dash: [7, 3], mark: 'M-3.2,-3.2 H3.2 V3.2 H-3.2 Z' },
  { dash: [2, 2], mark: 'M0,-4 L4,3.2 H-4 Z' },
  { dash: [9, 3, 2, 3], mark: 'M0,-4.4 L4.4,0 L0,4.4 L-4.4,0 Z' },
  { dash: [4, 2], mark: 'M0,4 L4,-3.2 H-4 Z' },
] as const;

/** How a task looks, everywhere. */
export interface TaskStyle {
  /** A class that sets `--task-color`. */
  readonly className: string;
  /** The theme's variable, for a canvas. */
  readonly variable: string;
  readonly dash: readonly number[];
  /** SVG path around the origin, about 8 pixels wide. */
  readonly mark: string;
}

/** The style of the task at `index` in the experiment. */
export function taskStyle(index: number): TaskStyle {
  const color = taskColors[index % taskColors.length] ?? taskColors[0];
  const { dash, mark } = marks[index % marks.length] ?? marks[0];
  return { className: `task-${color}`, variable: `--vscode-charts-${color}`, dash, mark };
}

/** A task in the order of the experiment. */
export interface StyledTask {
  readonly name: string;
  readonly style: TaskStyle;
}

/** The tasks with their styles. */
export function styledTasks(names: readonly string[]): StyledTask[] {
  return names.map((name, index) => ({ name, style: taskStyle(index) }));
}

/** The task's mark beside its name, which is what a screen reader says. */
export function taskMark({ className, mark }: TaskStyle): SVGElement {
  return svgElement(
    'svg',
    { class: `mark ${className}`, viewBox: '-6 -6 12 12', 'aria-hidden': 'true' },
    svgElement('path', { d: mark }),
  );
}

/** The task's line and mark, as charts draw them. */
export function taskLine({ className, dash, mark }: TaskStyle): SVGElement {
  return svgElement(
    'svg',
    { class: `line ${className}`, viewBox: '-13 -6 26 12', 'aria-hidden': 'true' },
    svgElement('path', { d: 'M-13,0 H13', 'stroke-dasharray': dash.join(' ') }),
    svgElement('path', { class: 'line-mark', d: mark }),
  );
}
