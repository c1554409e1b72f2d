/** What replaces a part of a text. */
export interface TextDifference {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** One change of what lies between the equal start and the equal end of two texts. */
export function textDifference(before: string, after: string): TextDifference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  // No editor changes half of a character.
  if (isHighSurrogate(before[start - 1])) start--;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (isHighSurrogate(before.at(-1 - end)) && isLowSurrogate(before.at(-end))) end--;
  return {
    start,
    end: before.length - end,
    replacement: after.slice(start, after.length - end),
  };
}

function isHighSurrogate(unit = ''): boolean {
  return /^[\uD800-\uDBFF]/.test(unit);
}

function isLowSurrogate(unit = ''): boolean {
  return /^[\uDC00-\uDFFF]/.test(unit);
}
