import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { version } from '../../package.json';
import type { BackendInfo } from '../shared/run';

/** Version of MTL Lab. */
export const labVersion = version;

/** What a run should be repeated with. */
export function versions(backend: BackendInfo): Readonly<Record<string, string>> {
  return {
    'mtl-lab': version,
    node: process.versions.node,
    [backend.name === 'cpu' ? 'tfjs-backend-cpu' : backend.name]: backend.version,
  };
}

/** The commit that is checked out in a folder; undefined without git or a repository. */
export async function gitCommit(folder: string): Promise<string | undefined> {
  try {
    const git = promisify(execFile);
    const { stdout } = await git('git', ['rev-parse', 'HEAD'], { cwd: folder, timeout: 2000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
