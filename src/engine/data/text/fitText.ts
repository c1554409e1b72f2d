import { basename } from 'node:path';
import type { TextEncoding } from '../../../shared/encoding';
import type { TextFeature } from '../../../shared/experiment';
import { formatCount } from '../../../shared/numberText';
import { specialTokens } from '../../../shared/specialTokens';
import type { FittedInput } from '../fitInput';
import type { Part } from '../splitParts';
import { learnTokens, Tokenizer } from './tokenizer';
import { t } from '../../../shared/l10n';

/** What stands where bytes were no UTF-8. */
const replacement = '\uFFFD';

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
  notes?: TextNotes,
): Promise<Int32Array> {
  const tokenizer = new Tokenizer(encoding);
  const ids = new Int32Array(part.rows.length * tokens);
  let index = 0;
  for (const text of textsOf(name, part)) {
    const found = tokenizer.encode(text);
    ids.set(found.slice(0, tokens), index++ * tokens);
    notes?.count(text, found.length);
  }
  await notes?.findDamage(part);
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
  private empty = 0;
  private cut = 0;
  private damaged = 0;
  private firstDamage = '';

  constructor(
    private readonly column: string,
    private readonly maxTokens: number,
  ) {}

  count(text: string, tokens: number): void {
    this.rows++;
    if (tokens === 0) this.empty++;
    if (tokens > this.maxTokens) this.cut++;
    if (text.includes(replacement)) this.damaged++;
  }

  /** Finds the first text that is not UTF-8. */
  async findDamage(part: Part): Promise<void> {
    if (this.damaged === 0 || this.firstDamage !== '') return;
    let index = 0;
    for (const text of textsOf(this.column, part)) {
      const row = part.rows[index++] ?? 0;
      if (!text.includes(replacement)) continue;
      const { file, line = row + 1 } = await part.columns.file.locate(row, this.column);
      this.firstDamage = t`${basename(file)}, line ${line}`;
      return;
    }
  }

  warnings(): string[] {
    const { column, rows, maxTokens, cut, empty, damaged, firstDamage } = this;
    return [
      ...(cut > 0
        ? [
            t`'${column}' has more than ${maxTokens} tokens, and is cut off there, in ${formatCount(cut)} of ${formatCount(rows)} rows.`,
          ]
        : []),
      ...(empty > 0
        ? [t`'${column}' has no token in ${formatCount(empty)} of ${formatCount(rows)} rows.`]
        : []),
      ...(damaged > 0
        ? [
            t`'${column}' is not UTF-8 text, first in ${firstDamage}, in ${formatCount(damaged)} of ${formatCount(rows)} rows.`,
          ]
        : []),
    ];
  }
}
