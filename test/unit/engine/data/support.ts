import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { loadData } from '../../../../src/engine/data/loadData';
import type { LoadedData } from '../../../../src/engine/data/dataset';
import { MtlError, type ErrorReport } from '../../../../src/shared/errors';
import { parseExperiment } from '../../../../src/shared/parseExperiment';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mtl-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a new folder; what ends in `.gz` is packed. @returns the folder */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
  }
  return folder;
}

/** Loads the data of an experiment beside `files`. */
export async function load(
  experiment: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<LoadedData> {
  const file = join(folderWith(files), 'test.mtl.json');
  return loadData({ file, text: experiment, experiment: parseExperiment(experiment, file) });
}

/** Where the first place of `part` in `text` is, as errors say it. */
export function positionOf(text: string, part: string): { line: number; column: number } {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`there is no ${part}`);
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** The report of the error that a promise ends with, the file's folder left out. */
export async function reportOf(promise: Promise<unknown>): Promise<ErrorReport> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MtlError) return error.report;
    throw error;
  }
  throw new Error('nothing was wrong');
}

/** Rows of a matrix as lists, rounded to what single precision holds. */
export function matrix(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), (value) =>
      Number(value.toFixed(5)),
    ),
  );
}
