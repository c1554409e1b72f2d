import { availableParallelism } from 'node:os';
import { bundledChild } from './bundle.mjs';
import { childWay } from './childWay.mjs';
import { findPython, pythonWay } from './python.mjs';

/** Names begin like this, so that a limit finds its rows. */
export const ours = 'MTL Lab';
export const torch = 'PyTorch';
export const fit = 'TensorFlow.js model.fit';

/** Names of the engine's backends that train compiled; tfjs-node where it could be installed. */
export function ourBackends({ tfjsNode }) {
  return tfjsNode.installed ? ['onnxruntime', 'tfjs-node'] : ['onnxruntime'];
}

/**
 * Every way to train a workload: the engine on each backend, plain TensorFlow.js, PyTorch with one
 * thread and with all, Keras.
 */
export async function trainingWays(workload, context) {
  const json = JSON.stringify(workload);
  return [
    ...(await ourWays('step', [json], context)),
    await withTfjsNode(context, fit, () => nodeWay(fit, 'fit', [json])),
    ...torchWays(
      'torch_ways.py',
      (threads) => [json, threads],
      context,
      workload.model === 'lenet' ? ['', 'channels-last'] : [''],
    ),
    pythonWay(
      'Keras',
      'Keras fit',
      findPython(context.pythons, ['keras', 'tensorflow']),
      'keras_ways.py',
      [json],
    ),
  ];
}

/**
 * The ways to train a sample: the engine on each backend, and its script of PyTorch.
 * @param {{ name: string, file: string, script: string, steps: number }} sample its experiment file,
 *   the script of bench/python, and the steps of a round
 */
export async function sampleWays({ name, file, script, steps }, context) {
  const args = [name, '--steps', String(steps)];
  return [
    ...(await ourWays('sampleStep', [file, String(steps)], context)),
    ...torchWays(script, (threads) => [...args, '--threads', threads], context),
  ];
}

/** A child of bench/children on each backend of the engine. */
async function ourWays(script, args, context) {
  const way = (backend) => nodeWay(`${ours}, ${backend}`, script, [backend, ...args]);
  return [
    await way('onnxruntime'),
    await withTfjsNode(context, `${ours}, tfjs-node`, () => way('tfjs-node')),
  ];
}

async function nodeWay(name, script, args) {
  return childWay(name, process.execPath, [await bundledChild(script), ...args]);
}

function withTfjsNode({ tfjsNode }, name, way) {
  return tfjsNode.installed ? way() : { name, missing: `tfjs-node: ${tfjsNode.reason}` };
}

/** A script with one thread and with all, in each of the formats. */
function torchWays(script, argsOf, { pythons }, formats = ['']) {
  const python = findPython(pythons, ['torch']);
  const counts = [...new Set([1, availableParallelism()])];
  return formats.flatMap((format) =>
    counts.map((threads) => {
      const name = [torch, `${threads} thread${threads > 1 ? 's' : ''}`, format];
      const args = [...argsOf(String(threads)), format].filter(Boolean);
      return pythonWay(torch, name.filter(Boolean).join(', '), python, script, args);
    }),
  );
}
