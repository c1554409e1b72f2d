import { rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** On Windows a file that somebody reads cannot be replaced at that moment. */
const busy = new Set(['EPERM', 'EACCES', 'EBUSY']);
const attempts = 10;

/**
 * Replaces a file as a whole: readers see the old or the new content, never a part, even when this
 * process is killed meanwhile.
 */
export async function writeFileAtomic(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(temporary, file);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (attempt === attempts || code === undefined || !busy.has(code)) {
        await rm(temporary, { force: true });
        throw error;
      }
      await delay(10 * attempt);
    }
  }
}
