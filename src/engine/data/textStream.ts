import { openBytes } from './byteStream';

/** The text of a file in pieces, as it is read; a byte order mark is left out. */
export async function* readText(path: string): AsyncGenerator<string> {
  let isStart = true;
  for await (const piece of openBytes(path).setEncoding('utf8') as AsyncIterable<string>) {
    yield isStart ? piece.replace(/^\uFEFF/, '') : piece;
    isStart = false;
  }
}
