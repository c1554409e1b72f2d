import { enableProdMode } from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import util from 'node:util';
import type * as TfjsNode from '@tensorflow/tfjs-node';
import type { MtlError } from '../../shared/errors';
import { EagerBackend } from './eagerBackend';
import { messageOf } from '../../shared/errors';
import { tfjsNodeOrigins, whyUnusable } from './install/tfjsNodeFolder';
import type { Backend } from './program';
import { backendUnavailable } from './unavailable';

/** Name under which tfjs-node registers itself. */
const tfjsBackend = 'tensorflow';

/**
 * libtensorflow through tfjs-node, operation by operation. tfjs-node brings its own copy of
 * TensorFlow.js; copies share one engine and one table of kernels through the global object, so its
 * kernels serve our code too.
 * @throws MtlError `backend-unavailable` where tfjs-node or its native library is not installed
 */
export function openTfjsNode(threads: number): Backend {
  // Keeps TensorFlow.js from warning that both copies register the same kernels.
  enableProdMode();
  restoreRemovedUtilities();
  // libtensorflow reads these when it loads.
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const tfjsNode = loadTfjsNode();
  return new EagerBackend(tfjsBackend, {
    name: 'tfjs-node',
    version: tfjsNode.version['tfjs-node'],
    compiled: false,
    threads: Number(process.env['TF_NUM_INTRAOP_THREADS']),
  });
}

/** From the first of its places in which it works. */
function loadTfjsNode(): typeof TfjsNode {
  const messages: string[] = [];
  for (const origin of tfjsNodeOrigins()) {
    try {
      return createRequire(origin)('@tensorflow/tfjs-node') as typeof TfjsNode;
    } catch (error) {
      messages.push(messageOf(error).split('\n')[0] ?? '');
    }
  }
  throw tfjsNodeUnavailable(whyUnusable(messages));
}

/** @param reason see `whyUnusable` */
export function tfjsNodeUnavailable(reason: string): MtlError {
  return backendUnavailable(
    'tfjs-node',
    reason,
    'Install it with "mtl-lab backend install", or choose the backend "auto".',
  );
}

/** tfjs-node calls two functions of `node:util` that newer versions of Node.js lack or warn of. */
function restoreRemovedUtilities(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  };
  for (const [name, value] of Object.entries(removed)) {
    Object.defineProperty(util, name, { value, configurable: true });
  }
}
