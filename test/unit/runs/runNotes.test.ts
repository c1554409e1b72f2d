import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeNotes, readNotes } from '../../../src/runs/runNotes';
import { temporaryFolder } from './exampleRun';

test('notes are kept beside the run, changed one by one and taken away', async () => {
  const directory = await temporaryFolder();
  expect(await readNotes(directory)).toEqual({});
  await changeNotes(directory, { label: 'baseline', tags: ['paper', 'rate'] });
  await changeNotes(directory, { pinned: true, note: 'The one to beat.' });
  const all = {
    label: 'baseline',
    tags: ['paper', 'rate'],
    pinned: true,
    note: 'The one to beat.',
  };
  expect(await readNotes(directory)).toEqual(all);
  expect(JSON.parse(await readFile(join(directory, 'notes.json'), 'utf8'))).toEqual(all);
  await changeNotes(directory, { label: '', tags: [], pinned: false });
  expect(await readNotes(directory)).toEqual({ note: 'The one to beat.' });
});

test('notes that are not readable are none', async () => {
  const directory = await temporaryFolder();
  await writeFile(join(directory, 'notes.json'), '{ "label": 3 }');
  expect(await readNotes(directory)).toEqual({});
});
