import { rename, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file that others may be reading, or writing: they see it whole, as it was or as it will be.
 * Who may run it stays.
 * @param {string} file
 * @param {string | Uint8Array} contents
 */
export async function replaceFile(file, contents) {
  const whole = `${file}.${process.pid}`;
  const before = await stat(file).catch(() => undefined);
  await writeFile(whole, contents, { mode: before?.mode });
  await rename(whole, file);
}
