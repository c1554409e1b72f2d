/**
 * One way to do what a case measures.
 * @typedef {object} Way
 * @property {string} name
 * @property {string} [missing] why it cannot run here; it is named in the table all the same
 * @property {() => Promise<RunningWay>} [start]
 *
 * @typedef {Record<string, number>} Figures by name with unit; less is better
 *
 * @typedef {object} RunningWay
 * @property {() => Promise<Figures>} round measures once
 * @property {() => Promise<Figures>} stop ends it; figures of the whole time, peak memory say
 * @property {Figures} [figures] of its start
 * @property {string} [note]
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Figures} figures
 * @property {string} [note]
 */

/** Seconds after which no further round begins, and how many there are at least. */
const patience = 60;
const fewest = 4;

/**
 * Lets the ways take turns, so that what else the machine does meets all of them. A figure is the
 * mean of the quarter of the rounds in which it was lowest.
 * @param {readonly Way[]} ways
 * @param {number} rounds at most; fewer where they take long
 * @returns {Promise<Row[]>} in the order of the ways
 */
export async function takeTurns(ways, rounds) {
  const started = [];
  try {
    for (const { start } of ways)
      if (start) started.push({ start, running: await start(), measured: [] });
    const end = performance.now() + 1000 * patience;
    for (let round = 0; round < rounds; round++) {
      if (round >= fewest && performance.now() > end) break;
      for (const { running, measured } of started) measured.push(await running.round());
    }
  } finally {
    for (const each of started) each.last = await each.running.stop();
  }
  return ways.map(({ name, missing, start }) => {
    if (!start) return { name, figures: {}, note: missing };
    const { running, measured, last } = started.find((each) => each.start === start);
    const figures = { ...typical(measured), ...running.figures, ...last };
    return { name, figures, ...(running.note && { note: running.note }) };
  });
}

/** A way that measures anew each time: nothing stays open between its rounds. */
export function freshWay(name, round) {
  return { name, start: async () => ({ round, stop: async () => ({}) }) };
}

function typical(measured) {
  const names = Object.keys(measured[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const values = measured.map((figures) => figures[name]).sort((a, b) => a - b);
      const fastest = values.slice(0, Math.ceil(values.length / 4));
      return [name, fastest.reduce((total, value) => total + value, 0) / fastest.length];
    }),
  );
}

/** Puts each row's ratio to the first one beside a figure. */
export function withRatio(rows, figure) {
  return rows.map(({ figures, ...row }) => {
    const { [figure]: value, ...rest } = figures;
    if (value === undefined) return { ...row, figures };
    const ratio = value / rows[0].figures[figure];
    return { ...row, figures: { [figure]: value, ratio, ...rest } };
  });
}
