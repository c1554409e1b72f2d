import type { Answer, ObjectBox } from '../../shared/answers';
import { t } from '../../shared/l10n';
import { formatCount, formatShare, formatValue } from '../../shared/numberText';

/** An answer in one line; labelled phrases stand in brackets within their text. */
export function answerText({ value, tokens, unread, boxes, spans = [] }: Answer): string {
  if (typeof value === 'number') return formatValue(value);
  if (boxes) return boxes.map(boxText).join('; ') || t`nothing found`;
  if (!tokens) return value;
  const opening = new Map(spans.map(({ start, label }) => [start, `[${label}: `]));
  const closing = new Set(spans.map(({ end }) => end - 1));
  const words = tokens.map(
    ({ token }, at) => `${opening.get(at) ?? ''}${token}${closing.has(at) ? ']' : ''}`,
  );
  if (unread) words.push(t`… and ${formatCount(unread)} more that the model does not read`);
  return words.join(' ');
}

function boxText({ label, edges, probability = 0 }: ObjectBox): string {
  const [left = 0, top = 0, right = 0, bottom = 0] = edges;
  const share = (part: number): string => part.toFixed(2);
  return t`${label} (${formatShare(probability)}) at ${share(left)}, ${share(top)}, size ${share(right - left)} × ${share(bottom - top)}`;
}
