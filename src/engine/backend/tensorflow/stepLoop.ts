import { dataTypes } from './binding';
import { shapeProto, text, type, type GraphBuilder } from './graphBuilder';

/** A value that is carried from step to step. */
interface Carried {
  /** Within a step. */
  readonly value: string;
  /** After the last step. */
  readonly last: string;
  /** Says what it is in the next step. */
  readonly next: (value: string) => void;
}

const frame = { frame_name: text('steps'), parallel_iterations: { i: 1 } };

/**
 * A loop over steps in a TensorFlow graph, of its control flow operations Enter, Merge, Switch,
 * NextIteration and Exit (Yu et al. 2018, Dynamic Control Flow in Large-Scale Machine Learning,
 * arXiv 1805.01772).
 */
export class StepLoop {
  /** Number of the step, from 0. */
  readonly step: string;
  /** To be an input of nodes of the loop that have no other. */
  readonly inStep: readonly string[];
  private readonly goesOn: string;

  /** @param steps node with their number, int32 */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly steps: string,
  ) {
    const counter = this.merge(graph.int(0), dataTypes.int32);
    const limit = this.invariant(steps, dataTypes.int32);
    const less = graph.node('Less', [counter.value, limit], { T: type(dataTypes.int32) });
    this.goesOn = graph.node('LoopCond', [less]);
    const carried = this.switched(counter, dataTypes.int32);
    this.step = carried.value;
    this.inStep = [`^${this.step}`];
    const one = graph.int(1, this.inStep);
    carried.next(graph.node('AddV2', [this.step, one], { T: type(dataTypes.int32) }));
  }

  /** A value from outside that every step sees. */
  invariant(value: string, dtype: number): string {
    return this.enter(value, dtype, true);
  }

  /** A value that is `first` in the first step. */
  carry(first: string, dtype: number): Carried {
    return this.switched(this.merge(first, dtype), dtype);
  }

  /**
   * Stacks the values that a tensor has in all steps.
   * @returns node with the result, [steps, ...shape]
   */
  stack(value: string, shape: readonly number[], dtype: number): string {
    const { graph, steps } = this;
    const element = { dtype: type(dtype), element_shape: { shape: shapeProto(shape) } };
    const array = graph.node('TensorArrayV3', [steps], element);
    const handle = this.invariant(array, dataTypes.resource);
    const flow = this.carry(`${array}:1`, dataTypes.float32);
    const inputs = [handle, this.step, value, flow.value];
    flow.next(graph.node('TensorArrayWriteV3', inputs, { T: type(dtype) }));
    const all = graph.node('Range', [graph.int(0), steps, graph.int(1)], {
      Tidx: type(dataTypes.int32),
    });
    return graph.node('TensorArrayGatherV3', [array, all, flow.last], element);
  }

  private enter(value: string, dtype: number, constant: boolean): string {
    const attributes = { T: type(dtype), is_constant: { b: constant }, ...frame };
    return this.graph.node('Enter', [value], attributes);
  }

  /** The value in a step or after the last one: not known yet which. */
  private merge(first: string, dtype: number) {
    const next = this.graph.newName();
    const inputs = [this.enter(first, dtype, false), next];
    const value = this.graph.node('Merge', inputs, { T: type(dtype), N: { i: 2 } });
    return { value, next };
  }

  private switched({ value, next }: ReturnType<StepLoop['merge']>, dtype: number): Carried {
    const T = type(dtype);
    const either = this.graph.node('Switch', [value, this.goesOn], { T });
    return {
      value: this.graph.node('Identity', [`${either}:1`], { T }),
      last: this.graph.node('Exit', [either], { T }),
      next: (result) => void this.graph.node('NextIteration', [result], { T }, next),
    };
  }
}
