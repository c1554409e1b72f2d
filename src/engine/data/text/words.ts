/** Written without spaces between words: each character is a token. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const letter = String.raw`(?![${unspaced}])[\p{L}\p{M}\p{N}_]`;
const word = new RegExp(
  String.raw`(?:${letter})+(?:['’](?:${letter})+)*|[${unspaced}]\p{M}*|[^\s]\p{M}*`,
  'gu',
);

/** What stands before a token that follows a space, where texts are to be put together again. */
export const spaceMark = '▁';

export interface WordOptions {
  readonly lowercase: boolean;
  /** Whether tokens that follow a space begin with {@link spaceMark}. */
  readonly hasSpaces: boolean;
}

/**
 * The words, numbers and marks of a text, in Unicode's normal form C: letters, digits and apostrophes
 * between them are a word, every other character is a token of its own, and so is each one of a
 * script without spaces.
 */
export function wordsOf(text: string, { lowercase, hasSpaces }: WordOptions): string[] {
  const normal = (lowercase ? text.toLowerCase() : text)
    .normalize('NFC')
    .replaceAll(spaceMark, '_');
  const found = normal.matchAll(word);
  if (!hasSpaces) return Array.from(found, ([token]) => token);
  return Array.from(found, ({ 0: token, index }) => {
    const follows = index > 0 && /\s/u.test(normal[index - 1] ?? '');
    return follows ? spaceMark + token : token;
  });
}

/** The tokens of a text or a list of them, as they are written: those that a label each belongs to. */
export function writtenTokens(text: string): readonly string[] {
  return listedTokens(text) ?? wordsOf(text, { lowercase: false, hasSpaces: false });
}

/** The text of marked tokens. */
export function joinMarked(tokens: readonly string[]): string {
  return tokens.join('').replaceAll(spaceMark, ' ').trim();
}

/** The tokens that a cell lists, as JSON; undefined where it is a text. */
export function listedTokens(cell: string): readonly string[] | undefined {
  if (!cell.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(cell);
    return Array.isArray(value) ? value.map(String) : undefined;
  } catch {
    return undefined;
  }
}
