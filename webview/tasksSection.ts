import { sentences } from '../src/shared/l10n';
import type { Comparison } from '../src/shared/comparison';
import type { RunInfo } from '../src/shared/run';
import { baselineProgress, type MetricAt, type RunHistory } from '../src/shared/runHistory';
import { singleTaskReport } from '../src/shared/singleTaskReport';
import { element, setText } from './dom';
import { formatValue } from '../src/shared/numberText';
import type { Section } from './section';
import { styledTasks, taskMark, type StyledTask } from './tasks';
import { text } from './text';

interface Row {
  readonly task: string;
  readonly metric: string;
  readonly cells: readonly HTMLElement[];
}

/** What the row of a metric reads its cells from. */
interface Values {
  readonly last: MetricAt | undefined;
  readonly best: MetricAt | undefined;
  readonly test: number | undefined;
  /** Relative to a model of the task alone. */
  readonly improvement: number | undefined;
}

interface Column {
  readonly title: string;
  readonly className?: string;
  readonly cell: (values: Values) => string;
}

const last: Column = { title: text.lastColumn, cell: ({ last }) => formatValue(last?.value) };
const best: Column = { title: text.bestColumn, cell: ({ best }) => formatValue(best?.value) };
const epoch: Column = {
  title: text.epochColumn,
  className: 'epoch',
  cell: ({ best }) => (best ? text.bestEpoch(best.epoch) : ''),
};
const test: Column = { title: text.testColumn, cell: ({ test }) => formatValue(test) };
const single: Column = {
  title: text.singleColumn,
  className: 'single',
  cell: ({ improvement }) => text.change(improvement ?? Number.NaN),
};

/**
 * Last, best and test value of every metric of every task, in a table that keeps its size; with one
 * model a task to compare with, the difference to it and what follows.
 */
export class TasksTable {
  private readonly rows: Row[] = [];
  private readonly columns: readonly Column[];
  private readonly baseline = element('p', { class: 'quiet baseline', hidden: true });
  private readonly report = element('dl', { class: 'report', hidden: true });

  constructor(
    private readonly section: Section,
    { experiment, rows: counts }: RunInfo,
  ) {
    const tasks = styledTasks(Object.keys(experiment.tasks));
    const hasTest = experiment.data.test !== undefined || counts.test > 0;
    // Runs of version 0.1.0 do not say whether to compare.
    const hasSingle = experiment.compare?.singleTask && tasks.length > 1;
    this.columns = [last, best, epoch, ...(hasTest ? [test] : []), ...(hasSingle ? [single] : [])];
    const groups = tasks.map((task) =>
      this.group(task, experiment.tasks[task.name]?.metrics ?? []),
    );
    const caption = [
      text.tasksCaption(counts.validation > 0 ? 'validation' : 'training'),
      ...(hasTest ? [text.testCaption] : []),
      ...(hasSingle ? [text.singleCaption] : []),
    ];
    const titles = this.columns.map(({ title, className = '' }) =>
      element('th', { scope: 'col', class: className }, title),
    );
    section.body.append(
      element(
        'table',
        { class: hasSingle ? 'tasks tight' : 'tasks' },
        element('caption', {}, sentences(caption)),
        element(
          'thead',
          {},
          element('tr', {}, element('th', { scope: 'col' }, text.metricColumn), ...titles),
        ),
        ...groups,
      ),
      this.baseline,
      this.report,
    );
  }

  update(run: RunInfo, history: RunHistory): void {
    if (!this.section.isOpen) return;
    const comparison = run.summary?.comparison;
    for (const { task, metric, cells } of this.rows) {
      const values: Values = {
        last: history.last(task, metric),
        best: history.best(task, metric),
        test: history.test?.[task]?.[metric],
        improvement: comparison?.tasks[task]?.improvement[metric],
      };
      this.columns.forEach((column, index) => {
        const cell = cells[index];
        if (cell) setText(cell, column.cell(values));
      });
    }
    const progress = baselineProgress(run, history);
    this.baseline.hidden = progress === undefined;
    if (progress) setText(this.baseline, text.baseline(progress));
    if (comparison && this.report.hidden) this.showReport(comparison, history);
  }

  private showReport(comparison: Comparison, history: RunHistory): void {
    const findings = singleTaskReport(comparison, history);
    this.report.hidden = false;
    this.report.append(
      ...findings.flatMap(({ question, answer }) => [
        element('dt', {}, question),
        element('dd', {}, answer),
      ]),
    );
  }

  private group(task: StyledTask, metrics: readonly string[]): HTMLElement {
    const rows = [...metrics, 'loss'].map((metric): HTMLElement => {
      const cells = this.columns.map(({ className }) => element('td', { class: className }));
      this.rows.push({ task: task.name, metric, cells });
      return element('tr', {}, element('th', { scope: 'row' }, text.metric(metric)), ...cells);
    });
    const heading = element(
      'th',
      { scope: 'rowgroup', colspan: this.columns.length + 1 },
      taskMark(task.style),
      task.name,
    );
    return element('tbody', {}, element('tr', { class: 'task-row' }, heading), ...rows);
  }
}
