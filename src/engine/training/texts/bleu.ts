import { clippedMatches, ngramCounts } from './ngrams';

const longest = 4;

/** Counts over a corpus, by the length of the n-grams. */
interface BleuCounts {
  readonly matches: readonly number[];
  readonly totals: readonly number[];
  readonly written: number;
  readonly expected: number;
}

/**
 * BLEU of a corpus, 0 to 100 (Papineni et al., ACL 2002): the geometric mean of the precisions of
 * n-grams up to 4, times the penalty on what is too short. Tokens are those of mteval-v13a; a length
 * without a match counts as 1/2, 1/4, ... match, the first, second, ... time (NIST's smoothing).
 * @param references one a text
 */
export function bleu(texts: readonly string[], references: readonly string[]): number {
  const { matches, totals, written, expected } = countCorpus(texts, references);
  if (matches.every((count) => count === 0)) return 0;
  let missing = 1;
  const logs = matches.map((count, index) => {
    const total = totals[index] ?? 0;
    if (total === 0) return -Infinity;
    if (count === 0) missing *= 2;
    return Math.log((count === 0 ? 1 / missing : count) / total);
  });
  const penalty = written < expected ? 1 - expected / written : 0;
  return 100 * Math.exp(penalty + logs.reduce((sum, log) => sum + log, 0) / longest);
}

function countCorpus(texts: readonly string[], references: readonly string[]): BleuCounts {
  const matches = new Array<number>(longest).fill(0);
  const totals = new Array<number>(longest).fill(0);
  let written = 0;
  let expected = 0;
  texts.forEach((text, index) => {
    const tokens = mtevalTokens(text);
    const reference = mtevalTokens(references[index] ?? '');
    written += tokens.length;
    expected += reference.length;
    for (let n = 1; n <= longest; n++) {
      const counts = ngramCounts(tokens, n);
      matches[n - 1] = (matches[n - 1] ?? 0) + clippedMatches(counts, ngramCounts(reference, n));
      totals[n - 1] = (totals[n - 1] ?? 0) + Math.max(tokens.length - n + 1, 0);
    }
  });
  return { matches, totals, written, expected };
}

/** The tokens of mteval-v13a: marks are tokens, but points and commas within numbers are not. */
export function mtevalTokens(text: string): string[] {
  return ` ${text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ')} `
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/u)
    .filter((token) => token !== '');
}
