import { ArchitectureSection } from './architecture/architectureSection';
import { LossSection } from './charts/lossSection';
import { MetricsSection } from './charts/metricsSection';
import { ConflictSection } from './conflict/conflictSection';
import { conflictText } from './conflict/conflictText';
import type { ShownContent } from './content';
import { element } from './dom';
import { Header } from './header';
import { ExamplesSection } from './examples/examplesSection';
import { examplesText } from './examples/examplesText';
import type { Host } from './host';
import { createSection, type Section } from './section';
import { TasksTable } from './tasksSection';
import { text } from './text';
import type { ViewStateStore } from './viewState';

/** The page of one run: header, then architecture and tasks, then charts (beside them where wide). */
export class RunPage {
  readonly element: HTMLElement;
  private readonly header: Header;
  private readonly architecture: ArchitectureSection;
  private readonly tasks: TasksTable;
  private readonly examples: ExamplesSection;
  private readonly charts: readonly (LossSection | MetricsSection | ConflictSection)[];

  /** @param requestDraw called when something shown has to be brought up to date */
  constructor(
    private readonly shown: ShownContent,
    host: Host,
    state: ViewStateStore,
    requestDraw: () => void,
  ) {
    const { run, model, history } = shown;
    const section = (id: string, title: string): Section =>
      createSection(id, title, state, requestDraw);
    const architecture = section('architecture', text.architecture);
    const tasks = section('tasks', text.tasks);
    const loss = section('loss', text.loss);
    const metrics = section('metrics', text.metrics);
    const conflict = history.tasks.length > 1 ? [section('conflict', conflictText.title)] : [];
    this.header = new Header(host);
    this.architecture = new ArchitectureSection(architecture, model, history, state);
    this.tasks = new TasksTable(tasks, run);
    const examples = section('examples', examplesText.title);
    this.examples = new ExamplesSection(examples, run, history, state);
    this.charts = [
      new LossSection(loss, run, history, state),
      new MetricsSection(metrics, run, history, state),
      ...conflict.map((each) => new ConflictSection(each, history, state)),
    ];
    this.element = element(
      'div',
      { class: 'run' },
      this.header.element,
      element('div', { class: 'column' }, architecture.element, tasks.element, examples.element),
      element(
        'div',
        { class: 'column' },
        loss.element,
        metrics.element,
        ...conflict.map((each) => each.element),
      ),
    );
  }

  /** Whether this page is for the history of that content; `run` may have changed since. */
  shows({ history }: ShownContent): boolean {
    return this.shown.history === history;
  }

  update({ run, history }: ShownContent, queue: readonly string[]): void {
    this.header.update(run, history, queue);
    this.architecture.update();
    this.tasks.update(run, history);
    this.examples.update();
    for (const chart of this.charts) chart.update(run);
  }

  /** The theme changed. */
  redraw(): void {
    for (const chart of this.charts) chart.redraw();
  }

  destroy(): void {
    for (const chart of this.charts) chart.destroy();
  }
}
