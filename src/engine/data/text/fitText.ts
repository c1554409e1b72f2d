import type { TextEncoding } from '../../../shared/encoding';
import type { TextFeature } from '../../../shared/experiment';
import { formatCount } from '../../../shared/numberText';
import { specialTokens } from '../../../shared/specialTokens';
import type { FittedInput } from '../fitInput';
import { isDamaged, toldDamage } from '../damagedTexts';
import { RowNotes } from '../rowNotes';
import type { Part } from '../splitParts';
import { learnTokens, Tokenizer } from './tokenizer';
import { t } from '../../../shared/l10n';

/** A text feature: its vocabulary is that of the training part. */
export function fitText(name: string, spec: TextFeature, train: Part): FittedInput {
  const encoding = learnTokens(textsOf(name, train), {
    ...spec,
    special: specialTokens,
    hasSpaces: spec.tokens === 'bytePairs',
  });
  const shape = [spec.maxTokens];
  const notes = new TextNotes(name, spec.maxTokens);
  return {
    input: { name, shape, dtype: 'int32', encoding },
    encode: (part) => encodeTexts(name, shape, encoding, part, notes),
    warnings: () => notes.warnings(),
  };
}

/**
 * The ids of a part's texts, [rows, tokens], 0 after the last one.
 * @param notes are told of each text
 */
export async function encodeTexts(
  name: string,
  [tokens = 0]: readonly number[],
  encoding: TextEncoding,
  part: Part,
  notes: TextNotes,
): Promise<Int32Array> {
  const tokenizer = new Tokenizer(encoding);
  const ids = new Int32Array(part.rows.length * tokens);
  let index = 0;
  for (const text of textsOf(name, part)) {
    const found = tokenizer.encode(text);
    ids.set(found.slice(0, tokens), index * tokens);
    notes.count(text, found.length, part.rows[index++] ?? 0);
  }
  await notes.locate(part);
  return ids;
}

/**
 * The texts of a part's rows, in order: empty where there is none. Of a sample that keeps only some
 * of very many texts, these.
 */
export function* textsOf(column: string, { columns, rows }: Part): Generator<string, void> {
  const { codes, texts, isOverfull } = columns.category(column);
  if (isOverfull) return yield* texts;
  for (const row of rows) yield texts[codes[row] ?? -1] ?? '';
}

/** What a person should know of the texts of a column. */
export class TextNotes {
  private rows = 0;
  private readonly empty = new RowNotes();
  private readonly cut = new RowNotes();
  private readonly damaged = new RowNotes();

  constructor(
    private readonly column: string,
    private readonly maxTokens: number,
  ) {}

  /** @param row of the table, counted from 0 */
  count(text: string, tokens: number, row: number): void {
    this.rows++;
    if (tokens === 0) this.empty.note(row);
    if (tokens > this.maxTokens) this.cut.note(row);
    if (isDamaged(text)) this.damaged.note(row);
  }

  /** Finds where the first texts of each kind are. */
  async locate({ columns }: Part): Promise<void> {
    for (const notes of [this.empty, this.cut, this.damaged]) {
      await notes.locate(columns, this.column);
    }
  }

  warnings(): string[] {
    const { column, maxTokens, cut, empty, damaged } = this;
    const all = formatCount(this.rows);
    return [
      ...cut.told(
        (place, rows) =>
          t`'${column}' has more than ${maxTokens} tokens, and is cut off there, first in ${place}, in ${rows} of ${all} rows.`,
      ),
      ...empty.told(
        (place, rows) => t`'${column}' has no token, first in ${place}, in ${rows} of ${all} rows.`,
      ),
      ...toldDamage(damaged, column, all),
    ];
  }
}
