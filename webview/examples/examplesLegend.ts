import { element } from '../dom';
import { taskMark } from '../tasks';
import type { ShownTask } from './answerLine';
import { examplesText } from './examplesText';

/** What marks, boxes and lines at words mean; only what the tasks have. */
export function examplesLegend(tasks: readonly ShownTask[]): HTMLElement[] {
  const has = (type: ShownTask['type']): boolean => tasks.some((task) => task.type === type);
  const names = tasks.map(({ name, style }) => element('li', {}, taskMark(style), name));
  return [
    element('ul', { class: 'task-names' }, ...names),
    ...(has('detection') ? [element('p', {}, examplesText.boxesLegend)] : []),
    ...(has('tagging') ? [element('p', {}, examplesText.spansLegend)] : []),
  ];
}
