import type * as onnxRuntime from 'onnxruntime-node';
import { t } from '../../../shared/l10n';
import type { BackendInfo } from '../../../shared/run';
import { graphRejected } from '../compileErrors';
import type { Backend, Program, ProgramSpec } from '../program';
import { backendUnavailable } from '../unavailable';
import { channelBlock } from './channelBlock';
import { OnnxProgram } from './onnxProgram';
import { programModel } from './programModel';
import { encodeModel } from './schema';
import { traceStep } from './trace';

type OnnxRuntime = typeof onnxRuntime;

/**
 * What ONNX Runtime may do to a graph: all but lay pictures out in blocks of channels, which it does
 * for weights that are constants only, and here a step changes them: see `blockedConvolution`.
 */
const optimization = 'extended';

/**
 * Microseconds for which a thread that waits for work keeps its core: the next operation mostly comes
 * within these. By ONNX Runtime's default it is far more, and on busy cores, which such a thread
 * keeps from those that work, a step took twice the time and twice the processor's.
 */
const spinMicroseconds = 50;

/**
 * ONNX Runtime: a program is compiled to a graph and runs as one call.
 * @param inBlocks whether pictures may be laid out in blocks of channels, where the processor can
 * @throws MtlError `backend-unavailable` where its native library cannot be loaded
 */
export async function openOnnxRuntime(threads: number, inBlocks = true): Promise<Backend> {
  const runtime = await loadOnnxRuntime();
  const block = inBlocks ? await channelBlock(runtime) : undefined;
  return new OnnxBackend(runtime, threads, block);
}

class OnnxBackend implements Backend {
  readonly info: BackendInfo;

  constructor(
    private readonly runtime: OnnxRuntime,
    threads: number,
    private readonly block: number | undefined,
  ) {
    const version = runtime.env.versions.node ?? runtime.env.versions.common;
    this.info = { name: 'onnxruntime', version, compiled: true, threads };
  }

  async compile(spec: ProgramSpec): Promise<Program> {
    const model = encodeModel(programModel(spec, traceStep(spec, this.block)));
    return new OnnxProgram(spec, await this.openSession(spec.name, model), this.runtime.Tensor);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private async openSession(name: string, model: Uint8Array) {
    try {
      return await this.runtime.InferenceSession.create(model, {
        intraOpNumThreads: this.info.threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: optimization,
        logSeverityLevel: 3,
        extra: { session: { intra_op: { spin_duration_us: String(spinMicroseconds) } } },
      });
    } catch (error) {
      throw graphRejected('ONNX Runtime', name, error);
    }
  }
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    const runtime = await import('onnxruntime-node');
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (error) {
    throw backendUnavailable(
      'ONNX Runtime',
      error,
      t`It runs on Linux and Windows (x64, arm64) and on macOS (arm64). Choose the backend "cpu".`,
    );
  }
}
