import { readFile } from 'node:fs/promises';
import type { RunNotes } from '../shared/runNotes';
import { writeFileAtomic } from './atomicFile';
import { runFiles } from './runFiles';

/** The notes of a run: nothing where there are none, or none that can be read. */
export async function readNotes(directory: string): Promise<RunNotes> {
  try {
    const value: unknown = JSON.parse(await readFile(runFiles(directory).notes, 'utf8'));
    return isRunNotes(value) ? value : {};
  } catch {
    return {};
  }
}

/** Changes some of the notes of a run; an empty text or list takes one away. */
export async function changeNotes(directory: string, changes: RunNotes): Promise<RunNotes> {
  const changed = { ...(await readNotes(directory)), ...changes };
  const kept = Object.entries(changed).filter(
    ([, value]) => value !== false && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  const notes = Object.fromEntries(kept) as RunNotes;
  await writeFileAtomic(runFiles(directory).notes, `${JSON.stringify(notes, undefined, 2)}\n`);
  return notes;
}

function isRunNotes(value: unknown): value is RunNotes {
  if (typeof value !== 'object' || value === null) return false;
  const { label = '', tags = [], note = '', pinned = false } = value as Partial<RunNotes>;
  return (
    typeof label === 'string' &&
    Array.isArray(tags) &&
    tags.every((tag) => typeof tag === 'string') &&
    typeof note === 'string' &&
    typeof pinned === 'boolean'
  );
}
