/**
 * A figure and how large it may be.
 * @typedef {{ name: string, value: number, atMost?: number }} Limit
 */

/**
 * One figure of each row whose name begins with `mine`, over the lowest of the rows of `theirs`.
 * @param {readonly import('./takeTurns.mjs').Row[]} rows
 * @returns {Limit[]} none where no row of theirs has it
 */
export function limitsAgainst(rows, { mine, theirs, figure, atMost }) {
  const of = (start) =>
    rows.filter(({ name, figures }) => name.startsWith(start) && figure in figures);
  const best = Math.min(...of(theirs).map(({ figures }) => figures[figure]));
  if (!Number.isFinite(best)) return [];
  return of(mine).map(({ name, figures }) => ({
    name: `${figure}: ${name} / ${theirs}`,
    value: figures[figure] / best,
    atMost,
  }));
}
