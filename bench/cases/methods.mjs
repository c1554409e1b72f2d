import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';
import { bundledChild } from '../harness/bundle.mjs';
import { childWay } from '../harness/childWay.mjs';
import { takeTurns, withRatio } from '../harness/takeTurns.mjs';
import { torch, trainingWays } from '../harness/trainingWays.mjs';
import { workloads } from '../harness/workloads.mjs';

const rounds = 12;
const tasks = 3;
const figure = 'CPU ms/step';

/** Methods that need nothing but losses; all others combine gradients. */
const byLosses = ['equal', 'log', 'uncertainty', 'dwa', 'gls', 'rlw', 'famo', 'stch', 'imtl-l'];

/**
 * Milliseconds a step of LibMTL 1.1.5 on one thread for this network, beside `equal` on the same
 * machine; they are scaled by what PyTorch's plain sum of losses takes here.
 */
const libmtl = {
  equal: 0.89,
  gradnorm: 0.87,
  pcgrad: 1.9,
  gradvac: 2.3,
  mgda: 3.0,
  cagrad: 3.4,
  fairgrad: 3.3,
  imtl: 1.9,
  'aligned-mtl': 1.8,
  'db-mtl': 1.7,
  'nash-mtl': 23,
};

/** A step of every balancing method, beside equal weights. */
export const methods = {
  name: 'methods',
  title: `Step of the MLP with ${tasks} tasks by every balancing method, onnxruntime`,
  async measure(context) {
    const workload = { ...workloads.mlp, outputs: Array(tasks).fill(1) };
    const script = await bundledChild('step');
    const way = (method) =>
      childWay(method, process.execPath, [
        script,
        'onnxruntime',
        JSON.stringify({ ...workload, balancing: { method } }),
      ]);
    const names = context.short ? ['equal', 'gls', 'pcgrad'] : methodNames();
    const theirs = (await trainingWays(workload, context)).filter(({ name }) =>
      name.startsWith(`${torch}, 1 thread`),
    );
    const measured = await takeTurns([...names.map(way), ...theirs], context.short ? 2 : rounds);
    const rows = withRatio(measured, figure);
    return { rows, limits: [...againstEqual(rows, names), ...againstLibmtl(rows)] };
  },
};

/** Methods of the experiment file, apart from those that need weights of their own. */
function methodNames() {
  const schema = path.join(root, 'media', 'experiment.schema.json');
  const { definitions } = JSON.parse(readFileSync(schema, 'utf8'));
  return definitions.balancing.properties.method.enum.filter((name) => name !== 'fixed');
}

/** K backward passes instead of one cost (K + 1) / 2 times a step. */
function againstEqual([equal, ...rows], names) {
  return rows
    .filter(({ name }) => names.includes(name))
    .map(({ name, figures }) => ({
      name: `${figure}: ${name} / equal`,
      value: figures[figure] / equal.figures[figure],
      atMost: byLosses.includes(name) ? 1.2 : tasks + 1,
    }));
}

function againstLibmtl(rows) {
  const plain = rows.find(({ name }) => name.startsWith(torch))?.figures[figure];
  if (plain === undefined) return [];
  return rows
    .filter(({ name }) => name in libmtl)
    .map(({ name, figures }) => ({
      name: `${figure}: ${name} / LibMTL's, scaled`,
      value: figures[figure] / (libmtl[name] * (plain / libmtl.equal)),
      atMost: 1 / 3,
    }));
}
