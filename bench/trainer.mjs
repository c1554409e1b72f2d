import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../scripts/lib/process.mjs';
import { copySample } from './samples.mjs';

/** Trains the sample in the process that the editor starts: times, peak memory, test metrics. */
export async function measureTrainer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'mtl-lab-bench-'));
  try {
    copySample('adult', folder);
    return await train(path.join(folder, 'adult.mtl.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
  const { summary, backend } = run;
  return [
    { name: 'process start to first metric', value: firstMetric, unit: 's' },
    { name: 'process start to test metrics', value: seconds(), unit: 's', note: backend.name },
    ...(peak ? [{ name: 'peak memory', value: peak, unit: 'MB', note: 'at most 300' }] : []),
    ...Object.entries(summary.test).map(([task, { auc }]) => ({
      name: `test AUC of ${task}`,
      value: auc,
      unit: '',
      note: task === 'income' ? 'at least 0.86' : 'at least 0.85',
    })),
  ];
}

/** Peak resident memory of a process, where the system tells it. */
function peakMegabytes(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}
