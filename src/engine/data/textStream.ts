import { t } from '../../shared/l10n';
import { openBytes } from './byteStream';
import { dataError } from './dataError';

/** How UTF-16 starts where it is read as UTF-8: with its byte order mark, or a letter beside NUL. */
const startOfUtf16 = /^(\uFFFD\uFFFD|\0[^\0]|[^\0]\0)/;

/**
 * The text of a file in pieces, as it is read; a byte order mark is left out.
 * @throws MtlError of kind `data` when it is UTF-16
 */
export async function* readText(path: string): AsyncGenerator<string> {
  let isStart = true;
  for await (const piece of openBytes(path).setEncoding('utf8') as AsyncIterable<string>) {
    if (isStart && startOfUtf16.test(piece)) throw isUtf16(path);
    yield isStart ? piece.replace(/^\uFEFF/, '') : piece;
    isStart = false;
  }
}

function isUtf16(path: string): Error {
  return dataError(
    {
      code: 'not-utf-8',
      message: t`The file is UTF-16 text.`,
      hint: t`Tables are UTF-8 text: save it as that.`,
    },
    { file: path, line: 1 },
  );
}
