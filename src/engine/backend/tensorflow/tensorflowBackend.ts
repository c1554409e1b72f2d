import type { BackendInfo } from '../../../shared/run';
import { graphRejected } from '../compileErrors';
import type { Backend, Program, ProgramSpec } from '../program';
import type { TensorflowBackend } from './binding';
import { ColumnTensors } from './columnTensors';
import { programGraph } from './programGraph';
import { recordStep } from './record';
import { openSession } from './savedModel';
import { TensorflowProgram } from './tensorflowProgram';

/** libtensorflow: a program is compiled to a graph and runs as one call. */
export class CompilingTensorflow implements Backend {
  private readonly columns: ColumnTensors;

  constructor(
    private readonly tfjs: TensorflowBackend,
    readonly info: BackendInfo,
  ) {
    this.columns = new ColumnTensors(tfjs.binding);
  }

  compile(spec: ProgramSpec): Promise<Program> {
    return new Promise((resolve) => resolve(this.compileNow(spec)));
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private compileNow(spec: ProgramSpec): Program {
    const { binding } = this.tfjs;
    const { graph, ...results } = programGraph(spec, recordStep(spec, this.tfjs));
    return new TensorflowProgram(
      spec,
      results,
      this.openSession(spec.name, graph),
      binding,
      this.columns,
    );
  }

  private openSession(name: string, graph: Parameters<typeof openSession>[1]): number {
    try {
      return openSession(this.tfjs.binding, graph);
    } catch (error) {
      throw graphRejected('TensorFlow', name, error);
    }
  }
}
