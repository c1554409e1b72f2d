/** Kinds of characters and what stands for each: the first that fits; others stand for themselves. */
const kinds = [
  [/[\p{Lu}\p{Lt}]/u, 'X'],
  [/[\p{L}\p{M}]/u, 'x'],
  [/\p{N}/u, 'd'],
] as const;

/**
 * The token for words of one shape (Collins, ACL 2002, aclanthology P02-1062): X for capitals, x for
 * other letters, d for digits, every other character as it is, and what repeats only once: `--noEmit`
 * and `--allowJs` are `<-xXx>`.
 */
export function shapeToken(word: string): string {
  const shape = Array.from(
    word,
    (character) => kinds.find(([kind]) => kind.test(character))?.[1] ?? character,
  ).join('');
  return `<${shape.replaceAll(/(.)\1+/gsu, '$1').replaceAll(/(.+?)\1+/gsu, '$1')}>`;
}
