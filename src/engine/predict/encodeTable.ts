import type { EncodedFeature, Encoding } from '../../shared/encoding';
import { checkNumbers } from '../data/checkNumbers';
import { dataError } from '../data/dataError';
import type { Dataset } from '../data/dataset';
import { writeFeature } from '../data/features';
import { encodeInput } from '../data/fitInput';
import { noRows, readColumns, type ColumnRequest } from '../data/readColumns';
import { allRows } from '../data/splitParts';
import { textsOf } from '../data/text/fitText';
import { writtenTokens } from '../data/text/words';
import { listed, t } from '../../shared/l10n';
import { tableName, type Table } from '../data/tableFile';

/** Rows that a model can be asked about. */
export interface EncodedTable extends Pick<Dataset, 'rows' | 'features' | 'inputs'> {
  /** [rows]: the tokens as they are written, of each text feature by name. */
  readonly tokens: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Sentences for the person: missing numbers replaced, categories never seen in training, texts cut off. */
  readonly warnings: readonly string[];
}

/**
 * Encodes a table as the rows of a run's training were. Columns that are no feature are not read.
 * @param missing cell texts that mean "no value"
 * @throws MtlError of kind `data` when it lacks a column, at the first cell of each column of numbers
 * that is none, or when there are no rows
 */
export async function encodeTable(
  encoding: Encoding,
  table: Table,
  missing: readonly string[],
): Promise<EncodedTable> {
  const { width, features, inputs = [] } = encoding;
  const requests = [
    ...features.map(({ name, encoding: { type } }): ColumnRequest => ({ column: name, as: type })),
    ...inputs.map(({ name }): ColumnRequest => ({ column: name, as: 'category' })),
  ];
  checkPresent(table, requests);
  const columns = await readColumns(table, requests, { missing });
  const { rows } = columns;
  if (rows === 0) throw noRows(table);
  await checkNumbers(columns, requests);
  const part = { columns, rows: allRows(columns) };
  const numbers = new Float32Array(rows * width);
  const warnings = features.flatMap((feature) => {
    const replaced = writeFeature(feature, part, numbers, width);
    return replaced > 0 ? [replacedText(feature, replaced)] : [];
  });
  const given: NonNullable<Dataset['inputs']>[number][] = [];
  for (const input of inputs) given.push(await encodeInput(input, part, warnings));
  const tokens = inputs.flatMap(({ name, encoding: { type } }) =>
    type === 'text' ? [[name, Array.from(textsOf(name, part), writtenTokens)] as const] : [],
  );
  return {
    rows,
    features: numbers,
    ...(given.length > 0 && { inputs: given }),
    tokens: new Map(tokens),
    warnings,
  };
}

function replacedText({ name, encoding }: EncodedFeature, count: number): string {
  return encoding.type === 'number'
    ? t`Missing numbers of '${name}' were replaced by the training mean: ${count}.`
    : t`Categories of '${name}' that training has not seen: ${count}.`;
}

function checkPresent(table: Table, requests: readonly ColumnRequest[]): void {
  const absent = requests.filter(({ column }) => !table.columns.includes(column));
  if (absent.length === 0) return;
  const names = listed(absent.map(({ column }) => `'${column}'`));
  throw dataError(
    {
      code: 'unknown-column',
      message: t`${tableName(table)} lacks what the model sees: ${names}.`,
      hint: t`It has ${listed(table.columns)}.`,
    },
    { file: table.path, line: 1 },
  );
}
