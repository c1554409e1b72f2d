import type { Answer } from '../../shared/answers';
import type { PerTask } from '../../shared/events';
import {
  mostExamples,
  worstRows,
  type AnsweredRow,
  type AnswersEvent,
  type Example,
  type ExamplesEvent,
  type JudgedAnswer,
} from '../../shared/examples';
import type { LoadedData } from '../data/dataset';
import type { Evaluated, RowPredictions } from './evaluate';
import { isRight, saidOf, truthOf } from './exampleAnswers';
import { shownInput } from './shownInput';
import { at } from './steps/passes';

/**
 * Tells after each epoch what is said of rows of the validation part, the first ones and those with
 * the largest losses; nothing without pictures or texts, or without a validation part.
 */
export class Examples {
  private readonly sample: readonly number[];
  /** Rows that have been described. */
  private readonly known = new Set<number>();

  constructor(private readonly data: Pick<LoadedData, 'encoding' | 'validation'>) {
    const count = Math.min(mostExamples, data.validation.rows);
    this.sample = Array.from({ length: count }, (_, row) => row);
  }

  async events(
    validated: Evaluated | undefined,
    epoch: number,
  ): Promise<(ExamplesEvent | AnswersEvent)[]> {
    if (!validated || !this.data.encoding.inputs?.length) return [];
    const worst = this.worst(validated.losses);
    const rows = [...new Set([...this.sample, ...worst])];
    const predictions = await validated.ofRows(Int32Array.from(rows));
    const described = new Map(
      rows.map((row, place) => [row, this.describe(row, place, predictions, validated)]),
    );
    const answered = (some: readonly number[]): AnsweredRow[] =>
      some.flatMap((row) => described.get(row)?.answered ?? []);
    const unknown = rows.filter((row) => !this.known.has(row));
    for (const row of unknown) this.known.add(row);
    const examples = unknown.flatMap((row) => described.get(row)?.example ?? []);
    return [
      ...(examples.length > 0 ? [{ type: 'examples', examples } as const] : []),
      { type: 'answers', epoch, sample: answered(this.sample), worst: answered(worst) },
    ];
  }

  /** The rows with the largest losses of each task, and of all tasks together. */
  private worst(losses: PerTask<Float32Array>): readonly number[] {
    const { encoding, validation } = this.data;
    const all = Array.from({ length: validation.rows }, (_, row) => ({
      row,
      loss: lossesOf(losses, row),
    }));
    const lists = [undefined, ...encoding.tasks.map(({ name }) => name)].map((task) =>
      worstRows(all, task).map(({ row }) => row),
    );
    return [...new Set(lists.flat())];
  }

  /** @param place of the row among those that are predicted */
  private describe(
    row: number,
    place: number,
    { tasks, texts }: RowPredictions,
    { losses }: Evaluated,
  ): { readonly example: Example; readonly answered: AnsweredRow } {
    const { encoding, validation } = this.data;
    const inputs = (encoding.inputs ?? []).map(
      (input, index) => [input.name, shownInput(input, validation.inputs?.[index], row)] as const,
    );
    const truth: Answer[] = [];
    const answers: JudgedAnswer[] = [];
    encoding.tasks.forEach((task, index) => {
      const { name, feature } = task;
      const predicted = at(tasks, index);
      const read = inputs.find(([input]) => input === feature)?.[1];
      const tokens = read?.kind === 'text' ? read.tokens : [];
      const text = validation.targets[name]?.texts?.[row];
      const known = truthOf(task, predicted, { place, tokens, text });
      if (known) truth.push(known);
      const said = saidOf(task, predicted, { place, tokens, text: texts[name]?.get(row) });
      if (said) answers.push({ ...said, isRight: isRight(task, said, known) });
    });
    const tableRow = (validation.tableRows?.[row] ?? row) + 1;
    return {
      example: { row: tableRow, inputs: Object.fromEntries(inputs), truth },
      answered: { row: tableRow, answers, loss: lossesOf(losses, row) },
    };
  }
}

/** Of the tasks that have a label. */
function lossesOf(losses: PerTask<Float32Array>, row: number): PerTask<number> {
  return Object.fromEntries(
    Object.entries(losses).flatMap(([task, { [row]: loss = Number.NaN }]) =>
      Number.isNaN(loss) ? [] : [[task, loss]],
    ),
  );
}
