import { createInterface } from 'node:readline';
import { readSeries } from '../../src/runs/readSeries';

/** Reads the columns of a run over and over: a directory, then the names of its tasks. */
const [, , directory = '', ...tasks] = process.argv;

async function measure(): Promise<Readonly<Record<string, number>>> {
  const start = performance.now();
  await readSeries(directory, tasks);
  return { 'read s': (performance.now() - start) / 1000 };
}

const answer = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

void measure().then(() => {
  answer({ figures: {} });
  createInterface({ input: process.stdin }).on('line', () => {
    void measure().then((figures) => answer({ figures }));
  });
});
