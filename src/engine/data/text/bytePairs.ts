type Pair = readonly [string, string];

/** Stands between the tokens of a pair in a key: no token has it. */
const separator = ' ';

/** A word, its count, and the tokens that it is made of so far. */
interface Piece {
  readonly count: number;
  tokens: readonly string[];
}

/**
 * Learns byte pair encoding (Sennrich et al., ACL 2016, 1508.07909) on the characters of words: the
 * pair of neighbours that is most frequent becomes one token, again and again; of equally frequent
 * ones the first by code units.
 * @param words their counts
 * @param most tokens, characters included
 * @returns the characters, most frequent first, and the pairs in the order in which they merge
 */
export function learnBytePairs(
  words: ReadonlyMap<string, number>,
  most: number,
): { readonly characters: readonly string[]; readonly merges: readonly Pair[] } {
  const pieces = [...words].map(([word, count]): Piece => ({ count, tokens: Array.from(word) }));
  const characters = byCount(pieces).slice(0, most);
  const pairs = new PairCounts(pieces);
  const merges: Pair[] = [];
  const known = new Set(characters);
  while (known.size < most) {
    const pair = pairs.takeMostFrequent();
    if (!pair) break;
    merges.push(pair);
    known.add(pair.join(''));
    pairs.merge(pair);
  }
  return { characters, merges };
}

/** Splits a word by learned pairs: the earliest learned of those present merges first. */
export function applyBytePairs(
  word: string,
  rankOf: ReadonlyMap<string, number>,
): readonly string[] {
  let tokens: readonly string[] = Array.from(word);
  for (;;) {
    let best: Pair | undefined;
    let bestRank = Infinity;
    for (const pair of neighbours(tokens)) {
      const rank = rankOf.get(pair.join(separator)) ?? Infinity;
      if (rank < bestRank) [best, bestRank] = [pair, rank];
    }
    if (!best) return tokens;
    tokens = merged(tokens, best);
  }
}

/** The places of pairs in the order of merging, for {@link applyBytePairs}. */
export function mergeRanks(merges: readonly Pair[]): ReadonlyMap<string, number> {
  return new Map(merges.map((pair, rank) => [pair.join(separator), rank]));
}

/** How often each pair of neighbours occurs, and in which pieces. */
class PairCounts {
  private readonly counts = new Map<string, number>();
  private readonly places = new Map<string, Set<Piece>>();

  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) this.add(piece, 1);
  }

  /** A pair that occurs more than once. */
  takeMostFrequent(): Pair | undefined {
    let best: string | undefined;
    let most = 1;
    for (const [key, count] of this.counts) {
      if (count < most || (count === most && (best === undefined || key > best))) continue;
      [best, most] = [key, count];
    }
    return best?.split(separator) as Pair | undefined;
  }

  merge(pair: Pair): void {
    const key = pair.join(separator);
    for (const piece of this.places.get(key) ?? []) {
      this.add(piece, -1);
      piece.tokens = merged(piece.tokens, pair);
      this.add(piece, 1);
    }
    this.counts.delete(key);
    this.places.delete(key);
  }

  private add(piece: Piece, sign: 1 | -1): void {
    for (const pair of neighbours(piece.tokens)) {
      const key = pair.join(separator);
      const count = (this.counts.get(key) ?? 0) + sign * piece.count;
      if (count > 0) this.counts.set(key, count);
      else this.counts.delete(key);
      if (sign === -1) continue;
      const places = this.places.get(key) ?? new Set();
      this.places.set(key, places.add(piece));
    }
  }
}

function neighbours(tokens: readonly string[]): Pair[] {
  return tokens.slice(1).map((token, index) => [tokens[index] ?? '', token]);
}

function merged(tokens: readonly string[], [first, second]: Pair): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const isPair = tokens[at] === first && tokens[at + 1] === second;
    result.push(isPair ? first + second : (tokens[at] ?? ''));
    if (isPair) at++;
  }
  return result;
}

function byCount(pieces: readonly Piece[]): string[] {
  const counts = new Map<string, number>();
  for (const { tokens, count } of pieces) {
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + count);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([token]) => token);
}
