import type { Answer } from '../../src/shared/answers';
import type { Example } from '../../src/shared/examples';
import { formatCount, formatValue } from '../../src/shared/numberText';
import { t } from '../../src/shared/l10n';
import type { RunHistory } from '../../src/shared/runHistory';
import { element, setText } from '../dom';
import type { Section } from '../section';
import { styledTasks, taskMark, type StyledTask } from '../tasks';
import { ExamplePicture } from './examplePicture';

/** Rows of the validation part with what the model says of them, anew after each epoch. */
export class ExamplesSection {
  private cards: readonly ExampleCard[] = [];
  private shown = -1;

  constructor(
    private readonly section: Section,
    private readonly history: RunHistory,
  ) {
    section.element.hidden = true;
  }

  update(): void {
    const { answers, examples } = this.history;
    this.section.element.hidden = !answers;
    if (!this.section.isOpen || !answers || answers.epoch === this.shown) return;
    this.shown = answers.epoch;
    if (this.cards.length === 0) this.addCards(examples);
    setText(this.section.note, t`validation, after epoch ${formatCount(answers.epoch + 1)}`);
    this.cards.forEach((card, index) => card.update(answers.answers[index] ?? []));
  }

  private addCards(examples: readonly Example[]): void {
    const tasks = styledTasks(this.history.tasks);
    this.cards = examples.map((example) => new ExampleCard(example, tasks));
    this.section.body.append(
      element('ul', { class: 'examples' }, ...this.cards.map((card) => card.element)),
    );
  }
}

class ExampleCard {
  readonly element: HTMLElement;
  private readonly lines: readonly AnswerLine[];
  private readonly pictures: readonly ExamplePicture[];

  constructor(example: Example, tasks: readonly StyledTask[]) {
    this.lines = tasks.map((task) => new AnswerLine(task, answerOf(task, example.truth)));
    const row = formatCount(example.row);
    const shown = Object.entries(example.inputs).map(([name, input]) =>
      input.kind === 'text'
        ? element('p', {}, input.text)
        : new ExamplePicture(input.uri, t`${name} of row ${row}`, tasks, example.truth),
    );
    this.pictures = shown.filter((each) => each instanceof ExamplePicture);
    this.element = element(
      'li',
      { class: 'example' },
      ...shown.map((each) => (each instanceof ExamplePicture ? each.element : each)),
      element('ul', {}, ...this.lines.map((line) => line.element)),
    );
  }

  update(answers: readonly Answer[]): void {
    for (const line of this.lines) line.update(answers);
    for (const picture of this.pictures) picture.update(answers);
  }
}

/** What the model says for one task, and what is true where that is something else. */
class AnswerLine {
  readonly element: HTMLElement;
  private readonly said = element('span', { class: 'said' });
  private readonly truth = element('span', { class: 'truth' });

  constructor(
    private readonly task: StyledTask,
    private readonly target: Answer | undefined,
  ) {
    const { name, style } = task;
    this.element = element('li', { title: name }, taskMark(style), this.said, this.truth);
  }

  update(answers: readonly Answer[]): void {
    const answer = answerOf(this.task, answers);
    this.element.hidden = !answer;
    if (!answer) return;
    const { value, probabilities } = answer;
    const share = probabilities?.[value];
    setText(
      this.said,
      share === undefined ? valueText(value) : `${valueText(value)} ${percent(share)}`,
    );
    setText(this.truth, truthText(this.target, answer));
    this.element.classList.toggle('wrong', isWrong(this.target, answer));
  }
}

function answerOf({ name }: StyledTask, answers: readonly Answer[]): Answer | undefined {
  return answers.find(({ task }) => task === name);
}

function truthText(target: Answer | undefined, { value }: Answer): string {
  if (target === undefined) return t`no label`;
  if (target.value === value) return '✓';
  return t`true: ${valueText(target.value)}`;
}

/** A number is not wrong, only more or less far off. */
function isWrong(target: Answer | undefined, { value }: Answer): boolean {
  return typeof value === 'string' && target !== undefined && target.value !== value;
}

function valueText(value: Answer['value']): string {
  if (value === '') return t`nothing`;
  return typeof value === 'number' ? formatValue(value) : value;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
