import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, MtlError } from '../../../shared/errors';
import { t } from '../../../shared/l10n';
import { installFailure } from './installFailure';
import { probeTfjsNode, type TfjsNodeVersions } from './probeTfjsNode';
import { stageTfjsNode, type InstallOptions } from './stageTfjsNode';
import { tfjsNodeOrigins, whyUnusable } from './tfjsNodeFolder';
import { rememberWorking } from './workingFiles';

export interface UsableTfjsNode extends TfjsNodeVersions {
  /** The file from which it is required. */
  readonly origin: string;
}

/** What an installation needs while it goes on, in bytes; about half of it stays. */
const neededBytes = 2e9;
const stagingMark = '.partial-';

/**
 * Makes tfjs-node usable: nothing to do where it is, otherwise with its own download of
 * libtensorflow, otherwise (Linux on x64) with libtensorflow from PyPI. It is put together beside
 * the folder and moved there once it works: an interrupted installation leaves the folder as it was.
 * @param folder where to install, see `tfjsNodeFolder`
 * @throws MtlError of kind `backend`: `install-failed` with the reason of each step, `disk-full`,
 * `install-running`, `interrupted`
 */
export async function installTfjsNode(
  folder: string,
  options: InstallOptions,
): Promise<UsableTfjsNode> {
  const { progress, signal } = options;
  try {
    progress(t`Looking for tfjs-node`);
    const usable = await findTfjsNode(folder, signal);
    if ('origin' in usable) return usable;
    await makeRoom(folder);
    return await replaceFolder(folder, options);
  } catch (error) {
    if (signal.aborted) {
      const hint = t`Nothing was installed.`;
      throw installFailure('interrupted', t`The installation was interrupted.`, hint);
    }
    if (error instanceof MtlError) throw error;
    throw installFailure(
      'install-failed',
      t`tfjs-node cannot be installed in ${folder}: ${messageOf(error)}`,
      t`The environment variable MTL_LAB_DATA names another folder to install in.`,
    );
  }
}

/** The first of tfjs-node's places in which it works, tried anew, or why it works in none. */
export async function findTfjsNode(
  folder: string,
  signal: AbortSignal,
): Promise<UsableTfjsNode | { readonly reason: string }> {
  const messages: string[] = [];
  for (const origin of tfjsNodeOrigins(folder)) {
    try {
      const versions = await probeTfjsNode(origin, signal);
      await rememberWorking(origin);
      return { ...versions, origin };
    } catch (error) {
      signal.throwIfAborted();
      messages.push(messageOf(error));
    }
  }
  return { reason: whyUnusable(messages) };
}

async function replaceFolder(folder: string, options: InstallOptions): Promise<UsableTfjsNode> {
  const staging = `${folder}${stagingMark}${process.pid}`;
  try {
    const versions = await stageTfjsNode(staging, options);
    options.signal.throwIfAborted();
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
    const origin = join(folder, 'package.json');
    await rememberWorking(origin);
    return { ...versions, origin };
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes what killed installations left behind and checks the space on the disk. */
async function makeRoom(folder: string): Promise<void> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const [start, pid] = name.split(stagingMark);
    if (start !== basename(folder) || pid === undefined) continue;
    if (isRunning(Number(pid))) {
      throw installFailure(
        'install-running',
        t`Process ${pid} is installing tfjs-node already.`,
        t`Wait until it is done.`,
      );
    }
    await rm(join(parent, name), { recursive: true, force: true });
  }
  const { bavail, bsize } = await statfs(parent);
  if (bavail * bsize >= neededBytes) return;
  throw installFailure(
    'disk-full',
    t`The disk of ${parent} has ${gigabytes(bavail * bsize)} free; installing tfjs-node needs ${gigabytes(neededBytes)}.`,
    t`Free some space, or name a folder on another disk in the environment variable MTL_LAB_DATA.`,
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
