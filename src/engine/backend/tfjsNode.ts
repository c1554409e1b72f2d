import { enableProdMode } from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import util from 'node:util';
import type * as TfjsNode from '@tensorflow/tfjs-node';
import { messageOf, type MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { EagerBackend } from './eagerBackend';
import { findTfjsNode } from './install/installTfjsNode';
import { tfjsNodeFolder, tfjsNodeOrigins } from './install/tfjsNodeFolder';
import { tfjsNodeState } from './install/workingFiles';
import { registerMatMulGradient } from './matMulGradient';
import type { Backend } from './program';
import { registeredBackend, tfjsBackend } from './tensorflow/binding';
import { registerTensorflowKernels } from './tensorflow/kernels';
import { CompilingTensorflow } from './tensorflow/tensorflowBackend';
import { backendUnavailable } from './unavailable';

/** libtensorflow, loaded: two ways to run programs on it. */
export interface TfjsNodeBackends {
  /** A program is compiled to a graph and runs as one call. */
  readonly compiling: () => Backend;
  /** Operation by operation. */
  readonly eager: (reason?: string) => Backend;
}

/**
 * Loads libtensorflow through tfjs-node. tfjs-node brings its own copy of TensorFlow.js; copies
 * share one engine and tables of kernels and gradients through the global object, so its kernels
 * serve our code too, and its gradients take the place of ours.
 * @throws MtlError `backend-unavailable` where tfjs-node or its native library does not work
 */
export async function openTfjsNode(threads: number): Promise<TfjsNodeBackends> {
  // Keeps TensorFlow.js from warning that both copies register the same kernels.
  enableProdMode();
  restoreRemovedUtilities();
  // libtensorflow reads these when it loads. Operations that do not wait for each other run side by
  // side, which changes no number: it fills the time in which one of them uses one core only.
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= String(threads);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const tfjsNode = requireTfjsNode(await workingOrigin());
  registerMatMulGradient();
  registerTensorflowKernels();
  const info = {
    name: 'tfjs-node',
    version: tfjsNode.version['tfjs-node'],
    threads: Number(process.env['TF_NUM_INTRAOP_THREADS']),
  } as const;
  return {
    compiling: () => new CompilingTensorflow(registeredBackend(), { ...info, compiled: true }),
    eager: (reason) =>
      new EagerBackend(tfjsBackend, {
        ...info,
        compiled: false,
        ...(reason !== undefined && { reason }),
      }),
  };
}

function requireTfjsNode(origin: string): typeof TfjsNode {
  try {
    return createRequire(origin)('@tensorflow/tfjs-node') as typeof TfjsNode;
  } catch (error) {
    throw tfjsNodeUnavailable(messageOf(error));
  }
}

/**
 * Where tfjs-node is known to work; where it was never tried, it is tried now.
 * @throws MtlError `backend-unavailable`
 */
async function workingOrigin(): Promise<string> {
  const origins = tfjsNodeOrigins().map((origin) => ({ origin, state: tfjsNodeState(origin) }));
  const known = origins.find(({ state }) => state === 'works');
  if (known) return known.origin;
  const changed = origins.find(({ state }) => state === 'changed');
  if (changed) {
    throw tfjsNodeUnavailable(
      t`its native files are not those that worked when it was installed (${dirname(changed.origin)})`,
    );
  }
  const { signal } = new AbortController();
  const tried = await findTfjsNode(tfjsNodeFolder(), signal);
  if ('reason' in tried) throw tfjsNodeUnavailable(tried.reason);
  return tried.origin;
}

/**
 * Whether tfjs-node was installed, whatever became of it since: only then is it worth opening when
 * nobody asked for it.
 */
export function tfjsNodeWasInstalled(): boolean {
  return tfjsNodeOrigins().some((origin) => ['works', 'changed'].includes(tfjsNodeState(origin)));
}

/** @param reason see `whyUnusable` */
export function tfjsNodeUnavailable(reason: string): MtlError {
  return backendUnavailable(
    'tfjs-node',
    reason,
    t`Install it with "mtl-lab backend install", or choose the backend "auto".`,
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
