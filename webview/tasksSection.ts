import type { RunInfo } from '../src/shared/run';
import type { RunHistory } from '../src/shared/runHistory';
import { element, setText } from './dom';
import { formatValue } from '../src/shared/numberText';
import type { Section } from './section';
import { styledTasks, taskMark, type StyledTask } from './tasks';
import { text } from './text';

interface Row {
  readonly task: string;
  readonly metric: string;
  readonly last: HTMLElement;
  readonly best: HTMLElement;
  readonly epoch: HTMLElement;
  readonly test: HTMLElement | undefined;
}

/** Last, best and test value of every metric of every task, in a table that keeps its size. */
export class TasksTable {
  private readonly rows: Row[] = [];

  constructor(
    private readonly section: Section,
    { experiment, rows: counts }: RunInfo,
  ) {
    const hasTest = experiment.data.test !== undefined || counts.test > 0;
    const columns: string[] = [
      text.metricColumn,
      text.lastColumn,
      text.bestColumn,
      text.epochColumn,
    ];
    if (hasTest) columns.push(text.testColumn);
    const groups = styledTasks(Object.keys(experiment.tasks)).map((task) =>
      this.group(task, experiment.tasks[task.name]?.metrics ?? [], hasTest),
    );
    const caption = text.tasksCaption(counts.validation > 0 ? 'validation' : 'training');
    section.body.append(
      element(
        'table',
        { class: 'tasks' },
        element('caption', {}, hasTest ? `${caption} ${text.testCaption}` : caption),
        element(
          'thead',
          {},
          element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column))),
        ),
        ...groups,
      ),
    );
  }

  update(history: RunHistory): void {
    if (!this.section.isOpen) return;
    for (const { task, metric, last, best, epoch, test } of this.rows) {
      const bestAt = history.best(task, metric);
      setText(last, formatValue(history.last(task, metric)?.value));
      setText(best, formatValue(bestAt?.value));
      setText(epoch, bestAt ? text.bestEpoch(bestAt.epoch) : '');
      if (test) setText(test, formatValue(history.test?.[task]?.[metric]));
    }
  }

  private group(task: StyledTask, metrics: readonly string[], hasTest: boolean): HTMLElement {
    const rows = [...metrics, 'loss'].map((metric): HTMLElement => {
      const [last, best, epoch] = [element('td'), element('td'), element('td', { class: 'epoch' })];
      const test = hasTest ? element('td') : undefined;
      this.rows.push({ task: task.name, metric, last, best, epoch, test });
      const name = element('th', { scope: 'row' }, text.metric(metric));
      return element('tr', {}, name, last, best, epoch, ...(test ? [test] : []));
    });
    const heading = element(
      'th',
      { scope: 'rowgroup', colspan: hasTest ? 5 : 4 },
      taskMark(task.style),
      task.name,
    );
    return element('tbody', {}, element('tr', { class: 'task-row' }, heading), ...rows);
  }
}
