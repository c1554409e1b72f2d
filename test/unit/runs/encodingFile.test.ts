import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEncoding } from '../../../src/runs/encodingFile';
import { RunWriter } from '../../../src/runs/runWriter';
import type { Encoding } from '../../../src/shared/encoding';
import { exampleRun, temporaryFolder } from './exampleRun';

const encoding: Encoding = {
  width: 4,
  features: [
    {
      name: 'age',
      offset: 0,
      width: 1,
      encoding: { type: 'number', shift: 0.1 + 0.2, scale: 1e-30, missing: -1 / 3 },
    },
    // Texts that other files of a run would take for numbers stay texts.
    { name: 'work', offset: 1, width: 3, encoding: { type: 'category', categories: ['NaN', '7'] } },
  ],
  tasks: [
    {
      name: 'income',
      spec: { type: 'binary', target: 'income_50k', positive: 'yes', metrics: ['auc'] },
      outputs: 1,
      classes: ['no', 'yes'],
      shift: 0,
      scale: 1,
    },
  ],
};

/** @returns the run's directory */
async function writeEncoding(): Promise<string> {
  const directory = await temporaryFolder();
  const writer = await RunWriter.create(directory, exampleRun());
  await writer.writeEncoding(encoding);
  writer.close();
  return directory;
}

test('an encoding is read back as it was, to the last bit', async () => {
  expect(await readEncoding(await writeEncoding())).toEqual(encoding);
});

test.each([
  ['cut off', (text: string) => text.slice(0, -20)],
  ['of another format', (text: string) => text.replace('"format": 1', '"format": 2')],
  ['without a scale', (text: string) => text.replace(/"scale": 1e-30,/, '')],
  ['short of a category', (text: string) => text.replace(/"NaN",/, '')],
  ['of another width', (text: string) => text.replace('"width": 4', '"width": 5')],
])('an encoding that is %s is not taken for one', async (_, damage) => {
  const directory = await writeEncoding();
  const file = join(directory, 'encoding.json');
  const damaged = damage(await readFile(file, 'utf8'));
  expect(damaged).not.toBe(await readFile(file, 'utf8'));
  await writeFile(file, damaged);
  await expect(readEncoding(directory)).rejects.toMatchObject({
    report: { kind: 'data', code: 'encoding-unreadable', location: { file } },
  });
});

test('a run without an encoding says so, and what to do', async () => {
  const directory = await temporaryFolder();
  await expect(readEncoding(directory)).rejects.toMatchObject({
    report: {
      code: 'encoding-unreadable',
      hint: expect.stringContaining('earlier versions') as string,
    },
  });
});
