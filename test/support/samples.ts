import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

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

/** Values of the experiment file that a variant of a sample replaces. */
export interface VariantValues {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly patience?: number;
  readonly learningRate?: number;
  readonly architecture?: string;
}

/**
 * Writes `<name>.mtl.json` beside the sample's own experiment file, with other values in it, and
 * with settings that it does not have.
 */
export async function writeVariant(
  { folder }: Pick<WorkingCopy, 'folder'>,
  name: string,
  values: VariantValues,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const own = path.join(folder, `${path.basename(folder)}.mtl.json`);
  let text = await readFile(own, 'utf8');
  for (const [key, value] of Object.entries(values)) {
    const entry = new RegExp(`"${key}": *([\\d.]+|"[^"]*")`);
    if (!entry.test(text)) throw new Error(`${own} does not set ${key}`);
    text = text.replace(entry, `"${key}": ${JSON.stringify(value)}`);
  }
  const added = Object.entries(settings).map(
    ([key, value]) => `"${key}": ${JSON.stringify(value)},`,
  );
  text = text.replace('{', `{\n${added.join('\n')}`);
  await writeFile(path.join(folder, `${name}.mtl.json`), text);
}

/** Trains the sample by the command line, into a run directory beside it; `args` as `--set` ones. */
export async function trainSample({ folder }: WorkingCopy, ...args: string[]): Promise<void> {
  await trainExperiment(path.join(folder, `${path.basename(folder)}.mtl.json`), ...args);
}

/** As {@link trainSample}, any experiment file. */
export async function trainExperiment(experiment: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, ['dist/cli.cjs', 'train', experiment, ...args]);
}
