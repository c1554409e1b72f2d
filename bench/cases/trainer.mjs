import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';
import { peakMegabytes } from '../harness/peakMemory.mjs';
import { copySample } from '../harness/samples.mjs';
import { freshWay, takeTurns } from '../harness/takeTurns.mjs';

/** Trains the sample in the process that the editor starts. */
export const trainer = {
  name: 'trainer',
  title: 'The Adult sample in the trainer process, from its start',
  async measure({ short }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'mtl-lab-bench-'));
    try {
      copySample('adult', folder);
      const file = path.join(folder, 'adult.mtl.json');
      const ways = [freshWay('adult', () => train(file))];
      const rows = await takeTurns(ways, short ? 1 : 4);
      return { rows, limits: trainerLimits(rows[0].figures) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function trainerLimits({ 'peak MB': peak, ...figures }) {
  return [
    ...(peak === undefined ? [] : [{ name: 'peak MB', value: peak, atMost: 300 }]),
    { name: '1 - test AUC of income', value: figures['1 - AUC income'], atMost: 0.14 },
    { name: '1 - test AUC of married', value: figures['1 - AUC married'], atMost: 0.15 },
  ];
}

async function train(experimentFile) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const trainer = fork(path.join(root, 'dist', 'trainer.cjs'), { serialization: 'advanced' });
  let firstMetric;
  let peak;
  const watch = setInterval(() => (peak = peakMegabytes(trainer.pid) ?? peak), 10);
  const run = await new Promise((resolve, reject) => {
    trainer.on('message', (message) => {
      if (message.type === 'events' && message.events.some(({ type }) => type === 'epoch'))
        firstMetric ??= seconds();
      if (message.type === 'ended') resolve(message.run);
      if (message.type === 'failed') reject(new Error(message.error.message));
    });
    trainer.send({ mtl: 1, type: 'train', experimentFile, backend: 'auto', threads: 'auto' });
  });
  clearInterval(watch);
  const errors = Object.entries(run.summary.test).map(([task, { auc }]) => [
    `1 - AUC ${task}`,
    1 - auc,
  ]);
  return {
    'first metric s': firstMetric,
    'test metrics s': seconds(),
    ...(peak && { 'peak MB': peak }),
    ...Object.fromEntries(errors),
  };
}
