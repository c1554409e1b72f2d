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
  const node = async (name, script, args) =>
    childWay(name, process.execPath, [await bundledChild(script), ...args]);
  const { tfjsNode } = context;
  const needsTfjsNode = (name, way) =>
    tfjsNode.installed ? way() : { name, missing: `tfjs-node: ${tfjsNode.reason}` };
  return [
    await node(`${ours}, onnxruntime`, 'step', ['onnxruntime', json]),
    await needsTfjsNode(`${ours}, tfjs-node`, () =>
      node(`${ours}, tfjs-node`, 'step', ['tfjs-node', json]),
    ),
    await needsTfjsNode(fit, () => node(fit, 'fit', [json])),
    ...torchWays(workload, context),
    pythonWay(
      'Keras',
      'Keras fit',
      findPython(context.pythons, ['keras', 'tensorflow']),
      'keras_ways.py',
      [json],
    ),
  ];
}

function torchWays(workload, { pythons }) {
  const python = findPython(pythons, ['torch']);
  const formats = workload.model === 'lenet' ? ['', 'channels-last'] : [''];
  const counts = [...new Set([1, availableParallelism()])];
  return formats.flatMap((format) =>
    counts.map((threads) => {
      const name = [torch, `${threads} thread${threads > 1 ? 's' : ''}`, format];
      const args = [JSON.stringify(workload), String(threads), format];
      return pythonWay(
        torch,
        name.filter(Boolean).join(', '),
        python,
        'torch_ways.py',
        args.filter(Boolean),
      );
    }),
  );
}
