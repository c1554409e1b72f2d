import { t } from '../../shared/l10n';
import { openBytes } from './byteStream';
import { dataError } from './dataError';

/** What no line of text has: in UTF-16, NUL stands beside letters, commas and ends of lines. */
const nulInFirstLine = /^[^\n]*\n?\0/;

/**
 * The text of a file in pieces, as it is read; a byte order mark is left out.
 * @throws MtlError of kind `data` when its first line has NUL, as in UTF-16
 */
export async function* readText(path: string): AsyncGenerator<string> {
  let isStart = true;
  for await (const piece of openBytes(path).setEncoding('utf8') as AsyncIterable<string>) {
    if (isStart && nulInFirstLine.test(piece)) throw isNoText(path);
    yield isStart ? piece.replace(/^\uFEFF/, '') : piece;
    isStart = false;
  }
}

function isNoText(path: string): Error {
  return dataError(
    {
      code: 'not-utf-8',
      message: t`The file has NUL characters, as text in UTF-16 has.`,
      hint: t`Tables are UTF-8 text: save it as that.`,
    },
    { file: path, line: 1 },
  );
}
