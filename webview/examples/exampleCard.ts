import type { AnsweredRow, Example } from '../../src/shared/examples';
import { element, setText } from '../dom';
import { answerLine, type ShownTask } from './answerLine';
import { ExamplePicture } from './examplePicture';
import { examplesText } from './examplesText';

/** A row with what is true of it and, anew after each epoch, what the model says. */
export class ExampleCard {
  readonly element: HTMLElement;
  /** First those that show the text itself. */
  private readonly tasks: readonly ShownTask[];
  private readonly heading = element('p', { class: 'quiet' });
  private readonly lines = element('ul');
  private readonly pictures: readonly ExamplePicture[];

  constructor(
    private readonly example: Example,
    tasks: readonly ShownTask[],
  ) {
    const { row, inputs, truth } = example;
    const tagged = tasks.filter(({ feature }) => feature !== undefined);
    this.tasks = [...new Set([...tagged, ...tasks])];
    const isTagged = (name: string): boolean => tasks.some(({ feature }) => feature === name);
    const shown = Object.entries(inputs)
      .filter(([name]) => !isTagged(name))
      .map(([name, input]) =>
        input.kind === 'text'
          ? element('p', {}, input.tokens.join(''))
          : new ExamplePicture(input.uri, examplesText.inputOfRow(name, row), tasks, truth),
      );
    this.pictures = shown.filter((each) => each instanceof ExamplePicture);
    this.element = element(
      'li',
      { class: 'example' },
      this.heading,
      ...shown.map((each) => (each instanceof ExamplePicture ? each.element : each)),
      this.lines,
    );
  }

  /** @param loss that the row is shown for */
  update({ answers }: AnsweredRow, loss?: number): void {
    const { row, inputs, truth } = this.example;
    setText(this.heading, examplesText.row(row, loss));
    const lines = this.tasks.flatMap((task) => {
      const isOfTask = (answer: { readonly task: string }): boolean => answer.task === task.name;
      const said = answers.find(isOfTask);
      return said ? [answerLine(task, said, truth.find(isOfTask), inputs[task.feature ?? ''])] : [];
    });
    this.lines.replaceChildren(...lines);
    for (const picture of this.pictures) picture.update(answers);
  }
}
