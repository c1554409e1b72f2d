import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Random } from '../../src/shared/random';

/** An experiment on a generated table in a folder of its own. */
export interface ExampleExperiment {
  readonly folder: string;
  readonly file: string;
  readonly dataFile: string;
}

export interface ExampleOptions {
  readonly rows?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly batchSize?: number;
  /** Units of the shared layers. */
  readonly shared?: readonly number[];
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mtl-lab-process-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Two tasks that depend on two numbers and a category; some labels are missing. */
export async function writeExample(options: ExampleOptions = {}): Promise<ExampleExperiment> {
  const folder = await temporaryFolder();
  const file = join(folder, 'example.mtl.json');
  const dataFile = join(folder, 'table.csv');
  await writeFile(dataFile, exampleTable(options.rows ?? 400));
  await writeFile(file, exampleText(options));
  return { folder, file, dataFile };
}

function exampleTable(rows: number): string {
  const random = new Random(5);
  const lines = Array.from({ length: rows }, (_, row) => {
    const [size, age] = [random.uniform() * 10, random.integer(60)];
    const colour = ['red', 'green', 'blue'][random.integer(3)]!;
    const price = row % 20 === 7 ? '' : (3 * size + age / 10 + random.uniform()).toFixed(3);
    const sold = size + (colour === 'red' ? 3 : 0) + random.uniform() > 7 ? 'yes' : 'no';
    return `${size.toFixed(3)},${age},${colour},${price},${sold}`;
  });
  return `size,age,colour,price,sold\n${lines.join('\n')}\n`;
}

function exampleText({
  epochs = 3,
  learningRate = 0.01,
  batchSize = 16,
  shared = [16],
}: ExampleOptions): string {
  const layers = shared.map((units) => `{ "dense": ${units}, "activation": "relu" }, `).join('');
  return `{
  // Two tasks that share a layer.
  "name": "example",
  "data": {
    "train": "table.csv",
    "split": { "validation": 0.2, "test": 0.2, "seed": 3 }
  },
  "tasks": {
    "price": { "type": "regression", "target": "price" },
    "sold": { "type": "binary", "target": "sold", "metrics": ["auc", "accuracy"] }
  },
  "model": {
    "architecture": "hard-sharing",
    "shared": [${layers}{ "dropout": 0.1 }],
    "heads": { "default": [{ "dense": 8, "activation": "relu" }] }
  },
  "training": {
    "epochs": ${epochs}, "batchSize": ${batchSize}, "seed": 42,
    "optimizer": { "name": "adam", "learningRate": ${learningRate} }
  }
}
`;
}

/** The only run beside an experiment. */
export async function onlyRun({ folder }: ExampleExperiment): Promise<string> {
  const runs = join(folder, '.mtl', 'runs');
  const names = await readdir(runs);
  if (names.length !== 1) throw new Error(`expected one run, found ${names.join(', ') || 'none'}`);
  return join(runs, names[0]!);
}
