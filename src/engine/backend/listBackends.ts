import { MtlError } from '../../shared/errors';
import type { BackendInfo } from '../../shared/run';
import { openCpu } from './eagerBackend';
import { findTfjsNode } from './install/installTfjsNode';
import { tfjsNodeFolder } from './install/tfjsNodeFolder';
import { openOnnxRuntime } from './onnx/onnxBackend';
import { threadsFor } from './openBackend';
import type { Backend } from './program';
import { tfjsNodeUnavailable } from './tfjsNode';

/** Threads that `auto` gives to steps of little and of much work. */
export interface AutoThreads {
  readonly small: number;
  readonly large: number;
}

/** A backend and whether it can be used here. */
export type ListedBackend =
  | {
      readonly name: BackendInfo['name'];
      readonly usable: true;
      readonly version: string;
      readonly threads: AutoThreads;
    }
  | {
      readonly name: BackendInfo['name'];
      readonly usable: false;
      readonly reason: string;
      readonly hint: string;
    };

/** All backends; each is loaded to see whether it works, TensorFlow in a process of its own. */
export async function listBackends(): Promise<readonly ListedBackend[]> {
  return [
    await listOpened('onnxruntime', threads, () => openOnnxRuntime(1)),
    await listTfjsNode(),
    await listOpened('cpu', { small: 1, large: 1 }, () => openCpu()),
  ];
}

const threads: AutoThreads = { small: threadsFor(0), large: threadsFor(Infinity) };

async function listOpened(
  name: BackendInfo['name'],
  autoThreads: AutoThreads,
  open: () => Promise<Backend>,
): Promise<ListedBackend> {
  try {
    const backend = await open();
    await backend.dispose();
    return { name, usable: true, version: backend.info.version, threads: autoThreads };
  } catch (error) {
    return unusable(name, error);
  }
}

async function listTfjsNode(): Promise<ListedBackend> {
  const name = 'tfjs-node';
  const { signal } = new AbortController();
  const tfjsNode = await findTfjsNode(tfjsNodeFolder(), signal);
  if ('reason' in tfjsNode) return unusable(name, tfjsNodeUnavailable(tfjsNode.reason));
  const version = `${tfjsNode.tfjsNode} (TensorFlow ${tfjsNode.tensorflow})`;
  return { name, usable: true, version, threads };
}

function unusable(name: BackendInfo['name'], error: unknown): ListedBackend {
  if (!(error instanceof MtlError)) throw error;
  const { message, hint = '' } = error.report;
  return { name, usable: false, reason: message, hint };
}
