import { clippedMatches, ngramCounts } from './ngrams';

const longest = 6;
/** Recall counts this many times as much as precision. */
const beta = 2;

/**
 * chrF2 of a corpus, 0 to 100 (Popović, WMT 2015): the F-score of the mean precision and the mean
 * recall of n-grams of characters up to 6, spaces left out.
 * @param references one a text
 */
export function chrf(texts: readonly string[], references: readonly string[]): number {
  const orders = Array.from({ length: longest }, () => ({ matches: 0, written: 0, expected: 0 }));
  texts.forEach((text, index) => {
    const own = characters(text);
    const reference = characters(references[index] ?? '');
    orders.forEach((order, position) => {
      const n = position + 1;
      const expected = Math.max(reference.length - n + 1, 0);
      // Where the reference has none of this length, those of the text say nothing.
      if (expected === 0) return;
      order.matches += clippedMatches(ngramCounts(own, n), ngramCounts(reference, n));
      order.written += Math.max(own.length - n + 1, 0);
      order.expected += expected;
    });
  });
  const known = orders.filter(({ written, expected }) => written > 0 && expected > 0);
  const mean = (share: (order: (typeof orders)[number]) => number): number =>
    known.reduce((sum, order) => sum + share(order), 0) / known.length;
  const precision = mean(({ matches, written }) => matches / written);
  const recall = mean(({ matches, expected }) => matches / expected);
  if (!(precision + recall > 0)) return 0;
  return (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

function characters(text: string): string[] {
  return Array.from(text.replace(/\s+/gu, ''));
}
