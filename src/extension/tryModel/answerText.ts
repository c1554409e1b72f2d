import type { Answer } from '../../shared/answers';
import { formatValue } from '../../shared/numberText';

/** An answer in one line; labelled phrases stand in brackets within their text. */
export function answerText({ value, tokens, spans = [] }: Answer): string {
  if (typeof value === 'number') return formatValue(value);
  if (!tokens) return value;
  const opening = new Map(spans.map(({ start, label }) => [start, `[${label}: `]));
  const closing = new Set(spans.map(({ end }) => end - 1));
  return tokens
    .map(({ token }, at) => `${opening.get(at) ?? ''}${token}${closing.has(at) ? ']' : ''}`)
    .join(' ');
}
