import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requireFree } from './newFiles';

/** Copies a sample's files into a folder. @returns path of the experiment file there */
export async function copySample(name: string, folder: string): Promise<string> {
  const sample = join(samplesFolder(), name);
  const entries = await readdir(sample, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  requireFree(folder, files);
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    await copyFile(join(sample, file), join(folder, file), constants.COPYFILE_EXCL);
  }
  return join(folder, `${name}.mtl.json`);
}

/** The package's `samples`: beside `dist` in a build, further up from the sources. */
function samplesFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const samples = join(folder, 'samples');
    if (existsSync(join(samples, 'adult'))) return samples;
  }
  throw new Error('the samples are not in the package');
}
