import { availableParallelism } from 'node:os';
import { MtlError } from '../../shared/errors';
import type { BackendChoice } from '../../shared/messages';
import type { BackendInfo } from '../../shared/run';
import { openCpu } from './eagerBackend';
import { openOnnxRuntime } from './onnx/onnxBackend';
import { openTfjsNode, tfjsNodeWasInstalled } from './tfjsNode';
import type { Backend, Program, ProgramSpec } from './program';

/**
 * Multiply-adds of a step from which threads pay. Two threads on two idle cores were 1.1 times as
 * fast as one at 8 million, 1.25 at 22, 1.5 at 76 and 1.7 at 150; on busy cores they were slower.
 */
const threadedWork = 50e6;
const maxThreads = 4;

/**
 * Opens a backend. `auto` compiles for tfjs-node where it is installed and known to work, otherwise
 * for ONNX Runtime. When what is installed cannot be loaded, or a step will not compile, it falls
 * back to the next one, to plain TensorFlow.js in the end, and says why in `info.reason`.
 * @param threads of one operation; `auto` chooses by the work of a step
 * @param workPerStep multiply-adds of a training step
 * @throws MtlError of kind `backend` when the backend that was asked for cannot run here
 */
export async function openBackend(
  choice: BackendChoice,
  threads: number | 'auto',
  workPerStep: number,
): Promise<Backend> {
  const count = threads === 'auto' ? threadsFor(workPerStep) : threads;
  switch (choice) {
    case 'cpu':
      return openCpu();
    case 'tfjs-node':
      return (await openTfjsNode(count)).compiling();
    case 'onnxruntime':
      return openOnnxRuntime(count);
    case 'auto':
      return openBest(count);
  }
}

/** tfjs-node where it works, otherwise ONNX Runtime, otherwise plain TensorFlow.js. */
async function openBest(threads: number): Promise<Backend> {
  const reasons: string[] = [];
  if (tfjsNodeWasInstalled()) {
    try {
      const { compiling, eager } = await openTfjsNode(threads);
      return new FallbackBackend(
        compiling(),
        // An operation that tfjs-node cannot compile is mostly one that it lacks.
        (reason, code) =>
          code === 'operation-not-compiled' ? openCpu(reason) : Promise.resolve(eager(reason)),
        reasons,
      );
    } catch (error) {
      reasons.push(backendError(error).message);
    }
  }
  try {
    return new FallbackBackend(await openOnnxRuntime(threads), openCpu, reasons);
  } catch (error) {
    return openCpu([...reasons, backendError(error).message].join(' '));
  }
}

export function threadsFor(workPerStep: number): number {
  return workPerStep < threadedWork ? 1 : Math.min(availableParallelism(), maxThreads);
}

/** Compiles; runs what cannot be compiled operation by operation. */
class FallbackBackend implements Backend {
  private eager: Backend | undefined;

  /**
   * @param openEager is told why, and the code of the error
   * @param reasons why not a better backend
   */
  constructor(
    private readonly compiled: Backend,
    private readonly openEager: (reason: string, code: string) => Promise<Backend>,
    private readonly reasons: readonly string[],
  ) {}

  get info(): BackendInfo {
    if (this.eager) return this.eager.info;
    const { info } = this.compiled;
    return this.reasons.length > 0 ? { ...info, reason: this.reasons.join(' ') } : info;
  }

  async compile(spec: ProgramSpec): Promise<Program> {
    try {
      return await this.compiled.compile(spec);
    } catch (error) {
      const { message, code } = backendError(error).report;
      const reason = [...this.reasons, `${spec.name}: ${message}`].join(' ');
      const eager = await this.openEager(reason, code);
      this.eager ??= eager;
      return eager.compile(spec);
    }
  }

  async dispose(): Promise<void> {
    await this.compiled.dispose();
    await this.eager?.dispose();
  }
}

/** Lets through what is not about a backend: a mistake in the step fails on every one. */
function backendError(error: unknown): MtlError {
  if (error instanceof MtlError && error.report.kind === 'backend') return error;
  throw error;
}
