import { enableProdMode } from '@tensorflow/tfjs-core';
import util from 'node:util';
import { MtlError } from '../../shared/errors';
import { EagerBackend } from './eagerBackend';
import type { Backend } from './program';

/** Name under which tfjs-node registers itself. */
const tfjsBackend = 'tensorflow';

/**
 * libtensorflow through tfjs-node, operation by operation. tfjs-node brings its own copy of
 * TensorFlow.js; copies share one engine and one table of kernels through the global object, so its
 * kernels serve our code too.
 * @throws MtlError `backend-unavailable` where tfjs-node or its native library is not installed
 */
export async function openTfjsNode(threads: number): Promise<Backend> {
  // Keeps TensorFlow.js from warning that both copies register the same kernels.
  enableProdMode();
  restoreRemovedUtilities();
  // libtensorflow reads these when it loads.
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const tfjsNode = await loadTfjsNode();
  return new EagerBackend(tfjsBackend, {
    name: 'tfjs-node',
    version: tfjsNode.version['tfjs-node'],
    compiled: false,
    threads: Number(process.env['TF_NUM_INTRAOP_THREADS']),
  });
}

async function loadTfjsNode() {
  try {
    return await import('@tensorflow/tfjs-node');
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new MtlError(
      {
        kind: 'backend',
        code: 'backend-unavailable',
        message: `tfjs-node cannot be used here: ${reason.trim()}`,
        hint:
          'Install its native library with "npm rebuild @tensorflow/tfjs-node --ignore-scripts=false", ' +
          'or choose the backend "auto".',
      },
      { cause: error },
    );
  }
}

/** tfjs-node calls two functions of `node:util` that Node.js 23 removed. */
function restoreRemovedUtilities(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  };
  for (const [name, replacement] of Object.entries(removed)) {
    if (!(name in util)) Object.defineProperty(util, name, { value: replacement });
  }
}
