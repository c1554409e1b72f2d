import type { SourceLocation } from '../../shared/errors';
import { jsonErrorOffset, JsonText } from '../../shared/jsonText';
import { t } from '../../shared/l10n';
import { checkedColumns } from './columnNames';
import { dataError } from './dataError';
import { FlatJson } from './flatJson';
import type { Cell, TableFile } from './tableFile';
import { readError } from './byteStream';
import { readText } from './textStream';
import { isRecord } from '../../shared/isRecord';

/** Opens a JSON Lines file: an object a line; its columns are all keys, in order of appearance; a list is read as its JSON. */
export async function openJsonl(path: string): Promise<TableFile> {
  const columns = new Set<string>();
  let flat = new FlatJson([]);
  await scan(path, ({ line, text }) => {
    if (flat.matches(text)) return true;
    const known = columns.size;
    for (const key of Object.keys(parseObject(path, text, line))) columns.add(key);
    if (columns.size > known) flat = new FlatJson([...columns]);
    return true;
  });
  return new JsonlFile(path, checkedColumns(path, [...columns]));
}

class JsonlFile implements TableFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
  ) {}

  async read(onRow: (cells: readonly Cell[]) => unknown): Promise<void> {
    const cells: Cell[] = this.columns.map(() => undefined);
    const flat = new FlatJson(this.columns);
    await scan(this.path, (line) => {
      if (!flat.read(line.text, cells)) this.parse(line, cells);
      return onRow(cells) !== false;
    });
  }

  async locate(row: number, column: string): Promise<SourceLocation> {
    let location: SourceLocation = { file: this.path };
    let current = 0;
    await scan(this.path, ({ line, text }) => {
      if (current++ !== row) return true;
      location = this.place(line, text, column);
      return false;
    });
    return location;
  }

  /** Reads an object of any form. */
  private parse({ line, text }: JsonLine, cells: Cell[]): void {
    const row = parseObject(this.path, text, line);
    this.columns.forEach((column, index) => {
      const value = row[column];
      if (value === undefined || value === null) cells[index] = undefined;
      else if (isScalar(value)) cells[index] = String(value);
      else if (Array.isArray(value)) cells[index] = JSON.stringify(value);
      else throw nestedValue(column, this.place(line, text, column));
    });
  }

  /** Where a line has the value of a key. */
  private place(line: number, text: string, key: string): SourceLocation {
    return { file: this.path, line, column: new JsonText(text).offsetOf([key], 'value') + 1 };
  }
}

interface JsonLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Hands the lines of a file that are not empty to `onLine` until that returns false. */
async function scan(path: string, onLine: (line: JsonLine) => boolean): Promise<void> {
  let line = 0;
  const take = (text: string): boolean => {
    line++;
    return text.trim() === '' || onLine({ line, text });
  };
  try {
    let rest = '';
    for await (const piece of readText(path)) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (!lines.every(take)) return;
    }
    take(rest);
  } catch (error) {
    throw readError(path, error);
  }
}

function parseObject(file: string, text: string, line: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    const column = jsonErrorOffset(text) + 1;
    throw notAnObject(t`is not valid JSON`, { file, line, column });
  }
  throw notAnObject(t`is not an object`, { file, line, column: 1 });
}

function notAnObject(what: string, location: SourceLocation): Error {
  const hint = t`Every line of a .jsonl file is an object: { "age": 39, "city": "Oslo" }.`;
  return dataError({ code: 'malformed-json', message: t`This line ${what}.`, hint }, location);
}

function nestedValue(column: string, location: SourceLocation): Error {
  return dataError(
    {
      code: 'nested-value',
      message: t`'${column}' holds an object.`,
      hint: t`A value is a number, a text, true, false, null, or a list of tokens or labels.`,
    },
    location,
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
