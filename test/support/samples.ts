import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface WorkingCopy {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** A folder of its own with the files of one of the samples, without any run. */
export async function copySample(name: string): Promise<WorkingCopy> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'mtl-lab-')), name);
  await cp(path.resolve('samples', name), folder, {
    recursive: true,
    filter: (file) => path.basename(file) !== '.mtl',
  });
  const remove = (): Promise<void> =>
    rm(path.dirname(folder), { recursive: true, force: true, maxRetries: 5 });
  return { folder, remove };
}
