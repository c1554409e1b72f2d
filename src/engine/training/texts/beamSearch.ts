import { endId, paddingId, startId } from '../../../shared/specialTokens';

/** A text in the making. */
export interface Hypothesis {
  /** The row that it is written for. */
  readonly row: number;
  readonly ids: readonly number[];
  /** Sum of the tokens' log probabilities. */
  readonly score: number;
  readonly isDone: boolean;
}

/** The likeliest continuations of a hypothesis. @param logProbabilities of ids from 1 on */
export function continuations(
  hypothesis: Hypothesis,
  logProbabilities: Float32Array,
  count: number,
): Hypothesis[] {
  const best: Hypothesis[] = [];
  logProbabilities.forEach((logProbability, index) => {
    const id = index + 1;
    const score = hypothesis.score + logProbability;
    if (id === startId || id === paddingId) return;
    if (best.length === count && score <= (best.at(-1)?.score ?? -Infinity)) return;
    const next = { ...hypothesis, ids: [...hypothesis.ids, id], score, isDone: id === endId };
    const place = best.findIndex((each) => each.score < score);
    best.splice(place === -1 ? best.length : place, 0, next);
    best.length = Math.min(best.length, count);
  });
  return best;
}

/** The `beam` likeliest hypotheses of each row. */
export function kept(hypotheses: readonly Hypothesis[], beam: number): Hypothesis[] {
  return [...byRow(hypotheses).values()].flatMap((ofRow) =>
    [...ofRow].sort((a, b) => b.score - a.score).slice(0, beam),
  );
}

/** Each row's likeliest text, by the mean over its tokens, without the end. */
export function chosen(hypotheses: readonly Hypothesis[]): ReadonlyMap<number, readonly number[]> {
  const mean = ({ score, ids }: Hypothesis): number => score / ids.length;
  return new Map(
    [...byRow(hypotheses)].map(([row, ofRow]) => {
      const best = ofRow.reduce((a, b) => (mean(b) > mean(a) ? b : a));
      return [row, best.ids.filter((id) => id !== endId)];
    }),
  );
}

function byRow(hypotheses: readonly Hypothesis[]): ReadonlyMap<number, readonly Hypothesis[]> {
  const rows = new Map<number, Hypothesis[]>();
  for (const each of hypotheses) {
    const ofRow = rows.get(each.row) ?? [];
    ofRow.push(each);
    rows.set(each.row, ofRow);
  }
  return rows;
}
