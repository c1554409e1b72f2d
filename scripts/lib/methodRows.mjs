/**
 * A comparison of balancing methods as a table in Markdown, the least Δm first.
 * @param {import('../../src/shared/runComparison').RunComparison} comparison to one model a task,
 * as `mtl-lab compare --json` prints it
 * @param {readonly string[]} methods that were compared
 */
export function comparisonTable({ metrics, groups, singleTask }, methods) {
  // A single method is no setting in which the groups differ.
  const methodOf = ({ settings }) => settings['balancing.method'] ?? methods[0];
  const rows = [singleTask, ...groups];
  const columns = metrics.map(({ task, metric }) => {
    const spreads = rows.map((row) => row.metrics[task][metric]);
    const digits = digitsFor(spreads);
    return spreads.map((spread) => spreadText(spread, digits));
  });
  const cells = (row) => columns.map((column) => column[rows.indexOf(row)]);
  const sorted = groups.toSorted((a, b) => a.deltaM.mean - b.deltaM.mean);
  return [
    ['method', ...metrics.map(({ task, metric }) => `${task} ${metric}`), 'Δm %', 'rank'],
    ['---', ...metrics.map(() => '--:'), '--:', '--:'],
    ['one model a task', ...cells(singleTask), '', ''],
    ...sorted.map((group) => [
      ...[`\`${methodOf(group)}\``, ...cells(group)],
      ...[spreadText(group.deltaM, 2), group.rank.toFixed(1)],
    ]),
  ]
    .map((line) => `| ${line.join(' | ')} |\n`)
    .join('');
}

/** Decimals with which the greatest of the means has four digits. */
function digitsFor(spreads) {
  const greatest = Math.max(...spreads.map(({ mean }) => Math.abs(mean)));
  return Math.max(0, 3 - Math.floor(Math.log10(greatest)));
}

function spreadText({ n, mean, deviation }, digits) {
  const text = mean.toFixed(digits);
  return n > 1 ? `${text} ± ${deviation.toFixed(digits)}` : text;
}
