import { parseNumber } from './parseNumber';

/** Pairs of labels that say which one is positive: the second. */
const knownPairs: readonly (readonly [string, string])[] = [
  ['0', '1'],
  ['false', 'true'],
  ['no', 'yes'],
];

/** Labels in the order people expect: numbers by value, texts by the alphabet. */
export function sortLabels(labels: readonly string[]): string[] {
  const areNumbers = labels.every((label) => !Number.isNaN(parseNumber(label)));
  return [...labels].sort(areNumbers ? (a, b) => Number(a) - Number(b) : collator.compare);
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * A binary label without differences that mean nothing: `TRUE` and `true`; `1.0`, as it is written
 * where a column with gaps was kept as floating-point numbers, and `1`.
 */
export function foldLabel(label: string): string {
  const text = label.trim().toLowerCase();
  return /^[01]\.0+$/.test(text) ? text.slice(0, 1) : text;
}

/**
 * [negative, positive] of the labels of a binary task, when the labels themselves say it.
 * Folded labels, see {@link foldLabel}.
 */
export function knownPair(labels: readonly string[]): readonly [string, string] | undefined {
  const folded = new Set(labels.map(foldLabel));
  return knownPairs.find(
    ([negative, positive]) => folded.size === 2 && folded.has(negative) && folded.has(positive),
  );
}
