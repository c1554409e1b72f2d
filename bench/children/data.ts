import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { Dataset } from '../../src/engine/data/dataset';
import { loadData } from '../../src/engine/data/loadData';
import { parseExperiment } from '../../src/shared/parseExperiment';

/** Loads an experiment's data. @returns bytes of the encoded table */
async function load(file: string): Promise<number> {
  const text = readFileSync(file, 'utf8');
  const data = await loadData({ file, text, experiment: parseExperiment(text, file) });
  const numbers = ({ features, targets }: Dataset): number =>
    Object.values(targets).reduce((total, { values }) => total + values.length, features.length);
  return 4 * (numbers(data.train) + numbers(data.validation) + numbers(data.test));
}

/** Splits a CSV file into cells with csv-parse, and does nothing with them. */
async function parseOnly(file: string): Promise<number> {
  const parser = parse({ trim: true, on_record: () => null });
  parser.resume();
  await pipeline(createReadStream(file), parser);
  return 0;
}

/** In a process of its own, because memory is measured by its peak: `load` or `parse`, then a file. */
const [, , way, file = ''] = process.argv;
const peakMegabytes = (): number => (process.resourceUsage().maxRSS * 1024) / 1e6;
const baseline = peakMegabytes();
const start = performance.now();
void (way === 'load' ? load(file) : parseOnly(file)).then((encoded) => {
  const s = (performance.now() - start) / 1000;
  const peak = peakMegabytes();
  const memory = { 'peak MB': peak, 'above start MB': peak - baseline };
  const figures = { s, ...memory, ...(encoded > 0 && { 'encoded MB': encoded / 1e6 }) };
  process.stdout.write(JSON.stringify(figures));
});
