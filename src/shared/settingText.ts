/** Reads a value of the command line: JSON, or else the text itself. */
export function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What {@link readValue} reads. */
export function valueText(value: unknown): string {
  return typeof value === 'string' && readValue(value) === value ? value : JSON.stringify(value);
}

/** `balancing.method=equal, training.epochs=5` */
export function settingsText(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([path, value]) => `${path}=${valueText(value)}`)
    .join(', ');
}
