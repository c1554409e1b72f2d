import { availableParallelism } from 'node:os';
import { MtlError } from '../../shared/errors';
import type { BackendChoice } from '../../shared/messages';
import type { BackendInfo } from '../../shared/run';
import { openCpu } from './eagerBackend';
import { openOnnxRuntime } from './onnx/onnxBackend';
import { openTfjsNode } from './tfjsNode';
import type { Backend, Program, ProgramSpec } from './program';

/**
 * Multiply-adds of a step from which threads pay. Two threads on two idle cores were 1.1 times as
 * fast as one at 8 million, 1.25 at 22, 1.5 at 76 and 1.7 at 150; on busy cores they were slower.
 */
const threadedWork = 50e6;
const maxThreads = 4;

/**
 * Opens a backend. `auto` compiles to ONNX Runtime and falls back to plain TensorFlow.js, saying
 * why in `info.reason`: when ONNX Runtime cannot be loaded, or when a step will not compile.
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
      return openTfjsNode(count);
    case 'onnxruntime':
      return openOnnxRuntime(count);
    case 'auto':
      try {
        return new FallbackBackend(await openOnnxRuntime(count));
      } catch (error) {
        return openCpu(backendError(error).message);
      }
  }
}

export function threadsFor(workPerStep: number): number {
  return workPerStep < threadedWork ? 1 : Math.min(availableParallelism(), maxThreads);
}

/** Compiles; runs what cannot be compiled operation by operation. */
class FallbackBackend implements Backend {
  private eager: Backend | undefined;

  constructor(private readonly compiled: Backend) {}

  get info(): BackendInfo {
    return (this.eager ?? this.compiled).info;
  }

  async compile(spec: ProgramSpec): Promise<Program> {
    try {
      return await this.compiled.compile(spec);
    } catch (error) {
      this.eager ??= await openCpu(`${spec.name}: ${backendError(error).message}`);
      return this.eager.compile(spec);
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
