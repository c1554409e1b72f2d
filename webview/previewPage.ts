import type { ArchitecturePreview } from '../src/shared/messages';
import type { ModelGraph } from '../src/shared/run';
import { RunHistory } from '../src/shared/runHistory';
import { ArchitectureSection } from './architecture/architectureSection';
import { element, setText } from './dom';
import type { Host } from './host';
import { createSection } from './section';
import { text } from './text';
import { button } from './toolkit';
import type { ViewStateStore } from './viewState';

/** The page of an experiment that is being written: its architecture, before anything is trained. */
export class PreviewPage {
  readonly element: HTMLElement;
  private readonly title = element('h1', { tabindex: -1 });
  private readonly problem = element('p', { class: 'quiet problem' });
  private readonly showRun;
  private readonly place = element('div', { class: 'column' });
  /** The drawn model as text: the same one is not drawn again. */
  private drawn: string | undefined;

  constructor(
    host: Pick<Host, 'request'>,
    private readonly state: ViewStateStore,
  ) {
    const train = button(text.train, () => host.request('train'), 'primary');
    this.showRun = button(text.showRun, () => host.request('showRun'));
    this.element = element(
      'div',
      { class: 'run preview' },
      element(
        'header',
        {},
        element(
          'div',
          { class: 'title-row' },
          this.title,
          element('div', { class: 'actions' }, this.showRun, train),
        ),
        element('p', { class: 'status' }, text.untrained),
        this.problem,
      ),
      this.place,
    );
  }

  update({ name, tasks, model, problem, hasRun }: ArchitecturePreview): void {
    setText(this.title, name);
    this.showRun.hidden = !hasRun;
    this.problem.hidden = problem === undefined && model !== undefined;
    setText(this.problem, problem ?? text.noModel);
    const wanted = JSON.stringify([model, tasks]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    this.place.replaceChildren(...(model ? [this.draw(model, tasks)] : []));
  }

  private draw(model: ModelGraph, tasks: readonly string[]): HTMLElement {
    const section = createSection('architecture', text.architecture, this.state, () => undefined);
    new ArchitectureSection(section, model, new RunHistory(tasks, []), this.state);
    return section.element;
  }
}
