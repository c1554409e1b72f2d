import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { MtlError } from '../../shared/errors';
import { dataError } from './dataError';

/** The bytes of a file, unpacked when its name ends in `.gz`. */
export function openBytes(path: string): Readable {
  const file = createReadStream(path);
  if (!/\.gz$/i.test(path)) return file;
  // Errors of the file arrive as errors of the unpacked stream, which the reader sees.
  return pipeline(file, createGunzip(), () => undefined);
}

/** The lines of a text file, one at a time, without line feeds. */
export async function* readLines(path: string, signal?: AbortSignal): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of openBytes(path).setEncoding('utf8') as AsyncIterable<string>) {
    signal?.throwIfAborted();
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** What reading a file threw, as an error for a person; our own errors and aborts stay as they are. */
export function readError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof MtlError || code === 'ABORT_ERR') return error;
  if (code === 'ENOENT') {
    return dataError(
      { code: 'file-not-found', message: `There is no file ${path}.` },
      { file: path },
    );
  }
  if (code.startsWith('Z_')) {
    const hint = 'The file is damaged or is not a gzip file: unpack it, or copy it again.';
    return dataError(
      { code: 'bad-gzip', message: 'Cannot unpack the file.', hint },
      { file: path },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return dataError(
    { code: 'unreadable', message: `Cannot read the file: ${reason}.` },
    { file: path },
  );
}
