/** RFC 4180; a number that is not there is an empty cell. */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
