import { tmpdir } from 'node:os';
import { messageOf } from '../../../shared/errors';
import { runTool, ToolError } from './runTool';

export interface TfjsNodeVersions {
  readonly tfjsNode: string;
  readonly tensorflow: string;
}

/** Loads tfjs-node, computes with it and prints its versions. See `restoreRemovedUtilities`. */
const script = `
const util = require('node:util');
const removed = { isNullOrUndefined: (value) => value == null, isArray: Array.isArray };
for (const [name, value] of Object.entries(removed))
  Object.defineProperty(util, name, { value, configurable: true });
const tf = require('node:module').createRequire(process.argv[1])('@tensorflow/tfjs-node');
if (tf.sum(tf.tensor1d([1, 2])).dataSync()[0] !== 3) throw new Error('it computes 1 + 2 wrongly');
console.log(JSON.stringify({
  tfjsNode: tf.version['tfjs-node'],
  tensorflow: tf.backend().binding.TF_Version,
}));`;

/**
 * Whether tfjs-node works when it is required from a file. It is tried in a process of its own: a
 * broken native library may end the process that loads it, and a loaded one cannot be replaced.
 * @throws Error that says why it does not work
 */
export async function probeTfjsNode(
  origin: string,
  signal: AbortSignal,
): Promise<TfjsNodeVersions> {
  try {
    const output = await runTool(process.execPath, ['-e', script, origin], {
      cwd: tmpdir(),
      signal,
      env: { ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '2' },
    });
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as TfjsNodeVersions;
  } catch (error) {
    signal.throwIfAborted();
    const [, thrown] =
      error instanceof ToolError ? (/^Error: (.*)$/m.exec(error.output) ?? []) : [];
    throw new Error(thrown ?? messageOf(error), { cause: error });
  }
}
