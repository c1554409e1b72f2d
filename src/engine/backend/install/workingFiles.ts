import { readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * What is known of a tfjs-node without loading it, which ends the process where a native file is
 * damaged: `works` (it did, with the native files that are there now), `changed` (it did, with
 * others), `untried`, `absent`.
 */
export type TfjsNodeState = 'works' | 'changed' | 'untried' | 'absent';

/** In tfjs-node's folder: its native files as they were when it worked last. */
const stampName = 'mtl-lab-working.json';

/** @param origin a file from which tfjs-node would be required, see `tfjsNodeOrigins` */
export function tfjsNodeState(origin: string): TfjsNodeState {
  const folder = packageFolder(origin);
  if (folder === undefined) return 'absent';
  const stamp = readStamp(folder);
  if (stamp === undefined) return 'untried';
  return stamp === stampOf(folder) ? 'works' : 'changed';
}

/**
 * Writes down that the tfjs-node that is required from a file works. Where its folder cannot be
 * written, it stays untried.
 */
export async function rememberWorking(origin: string): Promise<void> {
  const folder = packageFolder(origin);
  if (folder === undefined) return;
  await writeFile(join(folder, stampName), stampOf(folder)).catch(() => undefined);
}

function packageFolder(origin: string): string | undefined {
  try {
    return dirname(createRequire(origin).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    return undefined;
  }
}

function readStamp(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, stampName), 'utf8');
  } catch {
    return undefined;
  }
}

/** The addon, and the libraries that it loads, with size in bytes and time of the last change. */
function stampOf(folder: string): string {
  const files = ['lib', join('deps', 'lib')].flatMap((part) => filesIn(folder, part)).sort();
  return JSON.stringify(files.map((file) => ({ file, ...sizeAndTime(join(folder, file)) })));
}

function sizeAndTime(file: string) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && { size: found.size, changed: Math.floor(found.mtimeMs) };
}

/** Paths of what is in a part of a folder, relative to the folder. */
function filesIn(folder: string, part: string): string[] {
  try {
    return readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
      .map((file) => join(part, file))
      .filter((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile() ?? true);
  } catch {
    return [];
  }
}
