export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Rows under their titles, in columns two spaces apart; each line ends with a line end. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((cells) => displayWidth(cells[column] ?? ''))),
  );
  return lines
    .map((cells) =>
      columns
        .map(({ align }, column) => {
          const cell = cells[column] ?? '';
          const space = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
          return align === 'left' ? cell + space : space + cell;
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Cells of a terminal that a text takes: two for a Chinese character or full-width punctuation. */
function displayWidth(text: string): number {
  return text.length + (text.match(/[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]/g) ?? []).length;
}
