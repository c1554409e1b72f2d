import {
  elu,
  fused,
  mul,
  relu,
  sigmoid,
  softplus,
  tanh,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { Activation, LayerSpec } from '../../shared/experiment';
import type { ModelEdge, ModelNode } from '../../shared/run';
import { dropoutMask } from '../backend/dropoutMask';
import type { TrainingInputs } from './model';
import type { ParameterSpec, Weights } from './parameters';

const activations: Readonly<Record<Activation, (x: Tensor2D) => Tensor2D>> = {
  linear: (x) => x,
  relu: (x) => relu(x),
  tanh: (x) => tanh(x),
  sigmoid: (x) => sigmoid(x),
  elu: (x) => elu(x),
  softplus: (x) => softplus(x),
};

interface Layer {
  readonly node: ModelNode;
  readonly spec: LayerSpec;
  readonly parameters: readonly ParameterSpec[];
}

/** A chain of layers with a common prefix of their names: the shared part, or one task's head. */
export class LayerStack {
  readonly outputWidth: number;
  private readonly layers: readonly Layer[];

  /**
   * @param prefix of the weights' names: `shared` or `tasks/<task>`
   * @param outputs width of a linear layer `output` at the end; undefined for none
   */
  constructor(
    private readonly prefix: string,
    inputWidth: number,
    specs: readonly LayerSpec[],
    private readonly task?: string,
    outputs?: number,
  ) {
    const layers: Layer[] = [];
    const counts = { dense: 0, dropout: 0 };
    let width = inputWidth;
    for (const spec of specs) {
      const kind = 'dense' in spec ? 'dense' : 'dropout';
      layers.push(this.layer(`${kind}${counts[kind]++}`, spec, width));
      if ('dense' in spec) width = spec.dense;
    }
    if (outputs !== undefined) {
      layers.push(this.layer('output', { dense: outputs, activation: 'linear', l2: 0 }, width));
      width = outputs;
    }
    this.layers = layers;
    this.outputWidth = width;
  }

  get nodes(): readonly ModelNode[] {
    return this.layers.map(({ node }) => node);
  }

  get parameters(): readonly ParameterSpec[] {
    return this.layers.flatMap(({ parameters }) => parameters);
  }

  get multiplyAdds(): number {
    const kernels = this.parameters.filter(({ shape }) => shape.length === 2);
    return kernels.reduce((sum, { shape: [rows = 0, columns = 0] }) => sum + rows * columns, 0);
  }

  get isStochastic(): boolean {
    return this.layers.some(({ spec }) => 'dropout' in spec);
  }

  /** Edges from the node that feeds the stack through its layers. */
  edges(from: string): ModelEdge[] {
    return this.nodes.map(({ id }, index) => ({ from: this.nodes[index - 1]?.id ?? from, to: id }));
  }

  /** Id of the last layer, or of what feeds an empty stack. */
  lastNode(from: string): string {
    return this.nodes.at(-1)?.id ?? from;
  }

  /** [batch, inputWidth] -> [batch, outputWidth]; `salt` tells the dropout layers of stacks apart. */
  apply(
    x: Tensor2D,
    weights: Weights,
    training: TrainingInputs | undefined,
    salt: number,
  ): Tensor2D {
    return this.layers.reduce((input, { node, spec }, index) => {
      if ('dropout' in spec) {
        if (!training || spec.dropout === 0) return input;
        const mask = dropoutMask(training.key, input.shape, spec.dropout, salt + index);
        return mul(input, mask);
      }
      const kernel = weights.get(`${node.id}/kernel`) as Tensor2D;
      const bias = weights.get(`${node.id}/bias`) as Tensor;
      return activations[spec.activation](fused.matMul({ a: input, b: kernel, bias }) as Tensor2D);
    }, x);
  }

  private layer(name: string, spec: LayerSpec, width: number): Layer {
    const id = `${this.prefix}/${name}`;
    const task = this.task === undefined ? {} : { task: this.task };
    if ('dropout' in spec) {
      const label = `dropout ${spec.dropout}`;
      return {
        spec,
        parameters: [],
        node: { id, kind: 'dropout', label, shape: [width], parameters: 0, ...task },
      };
    }
    const { dense, activation, l2 } = spec;
    const kind = name === 'output' ? 'output' : 'dense';
    const label = `${kind} ${dense}${activation === 'linear' ? '' : ` · ${activation}`}`;
    return {
      spec,
      parameters: [
        { name: `${id}/kernel`, shape: [width, dense], l2, ...task },
        { name: `${id}/bias`, shape: [dense], l2: 0, ...task },
      ],
      node: { id, kind, label, shape: [dense], parameters: (width + 1) * dense, ...task },
    };
  }
}
