import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/shared/parseExperiment';
import { writeExample } from './exampleExperiment';
import { TrainerChild } from './trainerChild';

test('an experiment file is read with every default filled in, or refused with the place', async () => {
  const { file } = await writeExample();
  const trainer = new TrainerChild().send({ type: 'resolve', experimentFile: file });
  expect(await trainer.exited).toEqual({ code: 0, signal: null });
  const text = await readFile(file, 'utf8');
  expect(trainer.all('resolved')[0]?.experiment).toEqual(parseExperiment(text, file));
  await writeFile(file, text.replace('"target"', '"tarjet"'));
  const refused = new TrainerChild().send({ type: 'resolve', experimentFile: file });
  expect(await refused.exited).toEqual({ code: 1, signal: null });
  expect(refused.all('failed')[0]?.error).toMatchObject({ kind: 'experiment', location: { file } });
});

test('one trainer checks texts as they are typed, until it is stopped', async () => {
  const { file } = await writeExample();
  const text = await readFile(file, 'utf8');
  const trainer = new TrainerChild();
  const texts = [text, text.replace('"target": "price"', '"target": "prize"'), text.slice(0, 40)];
  for (const [index, each] of texts.entries()) {
    trainer.send({ type: 'check', file, text: each });
    await trainer.until((child) => child.all('checked').length > index);
  }
  const [valid, unknown, broken] = trainer.all('checked').map(({ checked }) => checked);
  expect(valid).toMatchObject({ problems: [], leaks: [], table: { rows: 400, isWhole: true } });
  expect(valid?.model?.parameters.shared).toBe(6 * 16 + 16);
  expect(unknown?.problems).toMatchObject([
    { code: 'unknown-column', hint: "Did you mean 'price'?", location: { file } },
  ]);
  expect(unknown?.model).toBeUndefined();
  expect(broken?.invalid).toMatchObject([{ kind: 'experiment', code: 'syntax' }]);
  trainer.send({ type: 'stop' });
  expect(await trainer.exited).toEqual({ code: 0, signal: null });
});
