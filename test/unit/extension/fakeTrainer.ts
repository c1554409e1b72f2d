import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../runs/exampleRun';

/**
 * Writes a program that takes the place of the built trainer, for what a working trainer does not
 * do: crash, hang, talk nonsense. `report(message)` sends; `on(type, handler)` receives.
 */
export async function fakeTrainer(body: string): Promise<string> {
  const file = join(await temporaryFolder(), 'trainer.cjs');
  const prelude = `
    const report = (message, then) => process.send({ mtl: 1, ...message }, then);
    const on = (type, handle) =>
      process.on('message', (message) => { if (message.type === type) handle(message); });
  `;
  await writeFile(file, prelude + body);
  return file;
}
