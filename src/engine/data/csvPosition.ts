/**
 * Where a field starts in the raw text of a record.
 * @param raw the record as it stands in the file
 * @param firstLine line on which `raw` starts
 * @returns line and column of the field's first character, counted from 1
 */
export function cellPosition(
  raw: string,
  field: number,
  delimiter: string,
  firstLine: number,
): { line: number; column: number } {
  let offset = 0;
  let quoted = false;
  for (let passed = 0; passed < field && offset < raw.length; offset++) {
    if (raw[offset] === '"') quoted = !quoted;
    else if (raw[offset] === delimiter && !quoted) passed++;
  }
  while (raw[offset] === ' ') offset++;
  const before = raw.slice(0, offset);
  return {
    line: firstLine + before.split('\n').length - 1,
    column: offset - before.lastIndexOf('\n'),
  };
}
