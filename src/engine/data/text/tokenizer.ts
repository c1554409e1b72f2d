import type { TextEncoding } from '../../../shared/encoding';
import type { TextFeature, UnknownKind } from '../../../shared/experiment';
import { unknownId } from '../../../shared/specialTokens';
import { applyBytePairs, learnBytePairs, mergeRanks } from './bytePairs';
import { joinMarked, listedTokens, wordsOf } from './words';
import { shapeToken } from './wordShape';

export interface VocabularyOptions extends Pick<
  TextFeature,
  'tokens' | 'lowercase' | 'vocabulary'
> {
  /** Tokens of the first ids. */
  readonly special: readonly string[];
  readonly hasSpaces: boolean;
  /** Of words; by default one token stands for all that are not known. */
  readonly unknown?: UnknownKind;
}

/**
 * Learns how texts become tokens: the most frequent words, or byte pairs. With shapes, the words that
 * occur once are unknown, so that a model learns what the shapes of unknown words tell.
 */
export function learnTokens(
  texts: Iterable<string>,
  { tokens, lowercase, vocabulary, special, hasSpaces, unknown = 'token' }: VocabularyOptions,
): TextEncoding {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of listedTokens(text) ?? wordsOf(text, { lowercase, hasSpaces })) {
      const key = lowercase ? word.toLowerCase() : word;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const settled = { type: 'text', tokens, lowercase, hasSpaces, unknown } as const;
  const most = vocabulary - special.length;
  if (tokens === 'words') {
    const known = mostFrequent(unknown === 'shape' ? withShapes(counts) : counts, most);
    return { ...settled, vocabulary: [...special, ...known] };
  }
  const { characters, merges } = learnBytePairs(counts, most);
  const known = new Set([...characters, ...merges.map(([first, second]) => first + second)]);
  return { ...settled, vocabulary: [...special, ...known], merges };
}

/** Words that occur more than once, and the shapes of more than one of the others. */
function withShapes(counts: ReadonlyMap<string, number>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [word, count] of counts) {
    const token = count > 1 ? word : shapeToken(word);
    found.set(token, (found.get(token) ?? 0) + count);
  }
  return new Map([...found].filter(([, count]) => count > 1));
}

function mostFrequent(counts: ReadonlyMap<string, number>, most: number): string[] {
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([token]) => token);
}

/** Texts to ids and back, by an encoding that is settled. */
export class Tokenizer {
  private readonly idOf: ReadonlyMap<string, number>;
  private readonly rankOf: ReadonlyMap<string, number>;
  private readonly known = new Map<string, readonly number[]>();

  constructor(private readonly encoding: TextEncoding) {
    this.idOf = new Map(encoding.vocabulary.map((token, id) => [token, id]));
    this.rankOf = mergeRanks(encoding.merges ?? []);
  }

  /** The ids of a text or of a JSON list of tokens, as many as there are. */
  encode(text: string): number[] {
    const { lowercase } = this.encoding;
    const listed = listedTokens(text);
    const words =
      listed?.map((token) => (lowercase ? token.toLowerCase() : token)) ??
      wordsOf(text, this.encoding);
    return words.flatMap((word) => this.idsOf(word));
  }

  /** The text of ids of marked tokens. */
  decode(ids: readonly number[]): string {
    return joinMarked(ids.map((id) => this.encoding.vocabulary[id] ?? ''));
  }

  private idsOf(word: string): readonly number[] {
    const known = this.known.get(word);
    if (known) return known;
    const tokens = this.encoding.tokens === 'words' ? [word] : applyBytePairs(word, this.rankOf);
    const ids = tokens.map((token) => this.idOf.get(token) ?? this.unknownIdOf(token));
    this.known.set(word, ids);
    return ids;
  }

  private unknownIdOf(token: string): number {
    const hasShapes = this.encoding.unknown === 'shape';
    return (hasShapes ? this.idOf.get(shapeToken(token)) : undefined) ?? unknownId;
  }
}
