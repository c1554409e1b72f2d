import type { SourceLocation } from '../../shared/errors';
import { JsonText } from '../../shared/jsonText';
import { checkedColumns } from './columnNames';
import { dataError } from './dataError';
import type { Cell, TableFile } from './tableFile';
import { readError, readLines } from './textStream';

/** Opens a JSON Lines file: an object a line; its columns are all keys, in order of appearance. */
export async function openJsonl(path: string): Promise<TableFile> {
  const columns = new Set<string>();
  for await (const { row } of readObjects(path)) {
    for (const key of Object.keys(row)) columns.add(key);
  }
  return new JsonlFile(path, checkedColumns(path, [...columns]));
}

class JsonlFile implements TableFile {
  constructor(
    readonly path: string,
    readonly columns: readonly string[],
  ) {}

  async read(onRow: (cells: readonly Cell[]) => void, signal?: AbortSignal): Promise<void> {
    for await (const { row, line, text } of readObjects(this.path, signal)) {
      onRow(
        this.columns.map((column) => {
          const value = row[column];
          if (value === undefined || value === null) return undefined;
          if (isScalar(value)) return String(value);
          throw nestedValue(column, { file: this.path, line, column: valueColumn(text, column) });
        }),
      );
    }
  }

  async locate(row: number, column: string): Promise<SourceLocation> {
    let current = 0;
    for await (const { line, text } of readObjects(this.path)) {
      if (current++ === row) return { file: this.path, line, column: valueColumn(text, column) };
    }
    return { file: this.path };
  }
}

interface JsonLine {
  readonly row: Readonly<Record<string, unknown>>;
  readonly line: number;
  readonly text: string;
}

async function* readObjects(path: string, signal?: AbortSignal): AsyncGenerator<JsonLine> {
  let line = 0;
  try {
    for await (const raw of readLines(path, signal)) {
      const text = line++ === 0 ? raw.replace(/^\uFEFF/, '') : raw;
      if (text.trim() !== '') yield { row: parseObject(path, text, line), line, text };
    }
  } catch (error) {
    throw readError(path, error);
  }
}

function parseObject(file: string, text: string, line: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    const column = (new JsonText(text).problems[0]?.offset ?? 0) + 1;
    throw notAnObject('is not valid JSON', { file, line, column });
  }
  throw notAnObject('is not an object', { file, line, column: 1 });
}

function notAnObject(what: string, location: SourceLocation): Error {
  const hint = 'Every line of a .jsonl file is an object: { "age": 39, "city": "Oslo" }.';
  return dataError({ code: 'malformed-json', message: `This line ${what}.`, hint }, location);
}

function nestedValue(column: string, location: SourceLocation): Error {
  return dataError(
    {
      code: 'nested-value',
      message: `'${column}' holds a list or an object.`,
      hint: 'A value is a number, a text, true, false or null.',
    },
    location,
  );
}

/** Where a line has the value of a key: its column, counted from 1. */
function valueColumn(text: string, key: string): number {
  return new JsonText(text).offsetOf([key], 'value') + 1;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
