import {
  lossOf,
  worstRows,
  type AnsweredRow,
  type AnswersEvent,
  type Example,
} from '../../src/shared/examples';
import type { RunInfo } from '../../src/shared/run';
import type { RunHistory } from '../../src/shared/runHistory';
import { textOf } from '../../src/shared/textOf';
import { element, setText } from '../dom';
import type { Section } from '../section';
import { segments } from '../segments';
import { styledTasks } from '../tasks';
import { dropdown } from '../toolkit';
import { allTasks, type ViewStateStore } from '../viewState';
import type { ShownTask } from './answerLine';
import { ExampleCard } from './exampleCard';
import { examplesLegend } from './examplesLegend';
import { examplesText } from './examplesText';

/**
 * Rows of the validation part with what the model says of them, anew after each epoch: the same ones
 * every time, or those with the largest losses.
 */
export class ExamplesSection {
  private readonly tasks: readonly ShownTask[];
  private readonly list = element('ul', { class: 'examples' });
  private readonly legend = element('div', { class: 'examples-legend' });
  private readonly taskPicker: HTMLElement;
  private readonly cards = new Map<number, ExampleCard>();
  private shown: readonly unknown[] = [];

  constructor(
    private readonly section: Section,
    { experiment }: Pick<RunInfo, 'experiment'>,
    private readonly history: RunHistory,
    private readonly state: ViewStateStore,
  ) {
    this.tasks = styledTasks(Object.keys(experiment.tasks)).flatMap((task) => {
      const spec = experiment.tasks[task.name];
      if (!spec) return [];
      const feature = spec.type === 'tagging' ? textOf(experiment, spec).feature : undefined;
      return [{ ...task, type: spec.type, feature }];
    });
    this.taskPicker = dropdown(
      examplesText.worstOf,
      [
        { value: allTasks, label: examplesText.allTasks },
        ...this.tasks.map(({ name }) => ({ value: name, label: examplesText.lossOfTask(name) })),
      ],
      this.worstOf ?? allTasks,
      (value) => state.update({ worstOf: value }),
    );
    section.element.hidden = true;
    section.body.append(
      element('div', { class: 'toolbar' }, this.choice(), this.taskPicker),
      this.list,
      this.legend,
    );
  }

  update(): void {
    const { answers } = this.history;
    this.section.element.hidden = !answers;
    if (!this.section.isOpen || !answers) return;
    const { examples: choice } = this.state.current;
    const shown = [answers, choice, this.worstOf];
    if (shown.every((each, index) => each === this.shown[index])) return;
    this.shown = shown;
    setText(this.section.note, examplesText.note(answers.epoch));
    this.taskPicker.hidden = choice === 'sample' || this.tasks.length === 1;
    this.show(answers);
  }

  private show({ sample, worst }: AnswersEvent): void {
    const isSample = this.state.current.examples === 'sample';
    const rows = isSample ? sample : worstRows(worst, this.worstOf);
    const cards = rows.flatMap((answered) => {
      const card = this.cardOf(answered);
      card?.update(answered, isSample ? undefined : lossOf(answered.loss, this.worstOf));
      return card ? [card.element] : [];
    });
    this.list.replaceChildren(...cards);
    const examples = rows.flatMap(({ row }) => this.history.examples.get(row) ?? []);
    this.list.classList.toggle('texts', examples.some(hasText));
    this.legend.replaceChildren(...examplesLegend(this.tasks));
  }

  private cardOf({ row }: AnsweredRow): ExampleCard | undefined {
    const known = this.cards.get(row);
    const example = this.history.examples.get(row);
    if (known || !example) return known;
    const card = new ExampleCard(example, this.tasks);
    this.cards.set(row, card);
    return card;
  }

  private choice(): HTMLElement {
    return segments({
      name: 'examples',
      label: examplesText.choice,
      options: [
        { value: 'sample', label: examplesText.sample },
        { value: 'worst', label: examplesText.worst },
      ],
      value: this.state.current.examples,
      onChange: (examples) => this.state.update({ examples }),
    });
  }

  /** The task whose loss tells the worst rows; undefined for all tasks. */
  private get worstOf(): string | undefined {
    const { worstOf } = this.state.current;
    return this.tasks.find(({ name }) => name === worstOf)?.name;
  }
}

function hasText({ inputs }: Example): boolean {
  return Object.values(inputs).some(({ kind }) => kind === 'text');
}
