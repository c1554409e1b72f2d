import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { dataError } from './dataError';

/** The bytes of a file, unpacked when its name ends in `.gz`. */
export function openBytes(path: string): Readable {
  const file = createReadStream(path);
  if (!/\.gz$/i.test(path)) return file;
  // Errors of the file arrive as errors of the unpacked stream, which the reader sees.
  return pipeline(file, createGunzip(), () => undefined);
}

/** What reading a file threw, as an error for a person; our own errors stay as they are. */
export function readError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof MtlError) return error;
  if (code === 'ENOENT') {
    return dataError(
      { code: 'file-not-found', message: t`There is no file ${path}.` },
      { file: path },
    );
  }
  if (code.startsWith('Z_')) {
    const hint = t`The file is damaged or is not a gzip file: unpack it, or copy it again.`;
    return dataError(
      { code: 'bad-gzip', message: t`Cannot unpack the file.`, hint },
      { file: path },
    );
  }
  const reason = messageOf(error);
  return dataError(
    { code: 'unreadable', message: t`Cannot read the file: ${reason}.` },
    { file: path },
  );
}
