import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/lib/process.mjs';
import { bundledChild } from '../harness/bundle.mjs';
import { freshWay, takeTurns } from '../harness/takeTurns.mjs';
import { ourBackends } from '../harness/trainingWays.mjs';

/** From loaded data to a model that is ready to train, in a new process each time. */
export const compile = {
  name: 'compile',
  title: 'Compiling the samples',
  async measure(context) {
    const script = await bundledChild('compile');
    const ways = ourBackends(context).flatMap((backend) =>
      sampleFiles().map((file) =>
        freshWay(`${path.basename(file)}, ${backend}`, async () => {
          const { stdout } = await promisify(execFile)(process.execPath, [script, backend, file]);
          return JSON.parse(stdout);
        }),
      ),
    );
    const rows = await takeTurns(ways, context.short ? 1 : 4);
    const limits = rows.map(({ name, figures }) => ({
      name: `compile ms: ${name}`,
      value: figures['compile ms'],
      atMost: 1000,
    }));
    return { rows, limits };
  },
};

function sampleFiles() {
  const samples = path.join(root, 'samples');
  return readdirSync(samples, { recursive: true })
    .filter((file) => file.endsWith('.mtl.json'))
    .map((file) => path.join(samples, file));
}
