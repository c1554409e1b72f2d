import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import { runNodes, type Results } from './forwardPass';
import type { Model, TrainingInputs } from './model';
import { modelGraph } from './modelGraph';
import type { NetworkNode, Value } from './node';
import { ParameterLayout, type ParameterSpec, type Weights } from './parameters';
import { addPenalties, l2Penalties } from './penalties';

interface ModelParts {
  /** Set where tasks see nothing of the features but this value. */
  readonly representation?: Value;
  /** A penalty on the tasks' outputs, or on weights of several nodes. */
  readonly penalty?: (outputs: readonly Tensor2D[], weights: Weights) => Scalar | undefined;
}

/**
 * An architecture under construction: nodes in the order in which they are computed. Its forward
 * pass, parameters and picture all follow from the nodes, so they cannot disagree.
 */
export class Network {
  readonly input: Value;
  private readonly nodes: NetworkNode[] = [];

  constructor(private readonly encoding: Encoding) {
    this.input = { node: 'input', output: 0, width: encoding.width };
  }

  get tasks(): readonly EncodedTask[] {
    return this.encoding.tasks;
  }

  /** Does the same for each task and its item of a list. @throws Error when a task has none */
  perTask<Item, Result>(
    items: readonly Item[],
    use: (task: EncodedTask, item: Item, index: number) => Result,
  ): Result[] {
    return this.tasks.map((task, index) => {
      const item = items[index];
      if (item === undefined) throw new Error(`nothing for task ${task.name}`);
      return use(task, item, index);
    });
  }

  /** Adds a node with one output. */
  add(node: NetworkNode): Value {
    this.nodes.push(node);
    return { node: node.id, output: 0, width: node.width };
  }

  /** Adds a node with several outputs. */
  addMany(node: NetworkNode & { readonly outputs: number }): readonly Value[] {
    const first = this.add(node);
    return Array.from({ length: node.outputs }, (_, output) => ({ ...first, output }));
  }

  /** The finished model. @param outputs each task's output */
  model(outputs: readonly Value[], { representation, penalty }: ModelParts = {}): Model {
    const { nodes, input } = this;
    const layout = new ParameterLayout(nodes.flatMap(parametersOf));
    const run = (
      some: readonly NetworkNode[],
      given: Value,
      value: Tensor2D,
      weights: Weights,
      training?: TrainingInputs,
    ): Results => runNodes(some, new Map([[given.node, [value]]]), weights, training);
    const finish = ({ read, gates, penalties }: Results, weights: Weights) => {
      const raw = outputs.map(read);
      const terms = [...l2Penalties(layout, weights), ...penalties, penalty?.(raw, weights)];
      return { outputs: raw, penalty: addPenalties(terms), gates };
    };
    const encoderLength = nodes.findIndex(({ id }) => id === representation?.node) + 1;
    const [encoder, decoder] = [nodes.slice(0, encoderLength), nodes.slice(encoderLength)];
    return {
      layout,
      multiplyAdds: nodes.reduce((total, node) => total + multiplyAdds(node), 0),
      isStochastic: nodes.some(({ isStochastic }) => isStochastic),
      graph: modelGraph(this.encoding, nodes, layout),
      forward: (features, weights, training) =>
        finish(run(nodes, input, features, weights, training), weights),
      ...(representation && {
        representation: {
          units: representation.width,
          encode: (features, weights, training) =>
            run(encoder, input, features, weights, training).read(representation),
          decode: (z, weights, training) =>
            finish(run(decoder, representation, z, weights, training), weights),
        },
      }),
    };
  }
}

function parametersOf({ id, task, parameters }: NetworkNode): ParameterSpec[] {
  return parameters.map(({ name, shape, l2 = 0, initial }) => ({
    name: `${id}/${name}`,
    shape,
    task,
    l2,
    initial: initial ?? (shape.length === 2 ? 'glorot' : 0),
  }));
}

/** Multiply-adds of the node's kernels for one row: each output has its own product. */
function multiplyAdds({ parameters, outputs = 1 }: NetworkNode): number {
  const kernels = parameters.filter(({ shape }) => shape.length === 2);
  return (
    kernels.reduce((sum, { shape: [rows = 0, columns = 0] }) => sum + rows * columns, 0) * outputs
  );
}
