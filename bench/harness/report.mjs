const gap = 2;

/** The table of a case: a line a way, a column a figure. */
export function formatRows(rows) {
  const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const cells = rows.map(({ figures }) => columns.map((column) => formatNumber(figures[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((line) => line[index].length)),
  );
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const format = (name, line, note = '') => {
    const padded = line.map((cell, index) => cell.padStart(widths[index] + gap));
    return `  ${name.padEnd(nameWidth)}${padded.join('')}  ${note}`.trimEnd();
  };
  return [
    format('', columns),
    ...rows.map(({ name, note }, index) => format(name, cells[index], note)),
  ].join('\n');
}

/** What was asked of the figures, and whether it holds. */
export function formatLimits(limits) {
  const width = Math.max(0, ...limits.map(({ name }) => name.length));
  return limits
    .map(({ name, value, atMost }) => {
      const verdict = value <= atMost ? 'held' : 'NOT HELD';
      return `  ${name.padEnd(width)}${formatNumber(value).padStart(8)}  at most ${atMost}: ${verdict}`;
    })
    .join('\n');
}

function formatNumber(value) {
  if (value === undefined || Number.isNaN(value)) return '';
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}
