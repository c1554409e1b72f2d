import { cast, notEqual, reshape, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { ModelLayers } from '../../shared/modelSpec';
import { sizeOf } from '../../shared/shape';
import { runNodes, type Results } from './forwardPass';
import { addInputs, inputsOf, writtenInput } from './inputs';
import type { ForwardPass, Model } from './model';
import { modelGraph } from './modelGraph';
import type { NetworkNode, Value } from './node';
import { ParameterLayout, type ParameterSpec, type Weights } from './parameters';
import { addPenalties, l2Penalties } from './penalties';
import { writerOf } from './writer';

interface ModelParts {
  /** Set where tasks see nothing of the features but this value. */
  readonly representation?: Value;
  /** A penalty on the tasks' outputs, or on weights of several nodes. */
  readonly penalty?: (outputs: readonly Tensor[], weights: Weights) => Scalar | undefined;
}

/**
 * An architecture under construction: nodes in the order in which they are computed. Its forward
 * pass, parameters and picture all follow from the nodes, so they cannot disagree.
 */
export class Network {
  private readonly nodes: NetworkNode[] = [];
  private joined: Value | undefined;
  /** Of each text and picture, what its encoder says of its tokens or places. */
  private readonly places = new Map<string, Value>();

  constructor(
    private readonly encoding: Encoding,
    private readonly layers: Pick<ModelLayers, 'encoders'>,
  ) {}

  /** What the layers between inputs and heads start from; with its nodes from the first use on. */
  get input(): Value {
    const { encoders = {} } = this.layers;
    return (this.joined ??= addInputs(this, this.encoding, encoders, this.places));
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

  /**
   * What a task's head starts from: what the architecture gives it, or the tokens of its text or the
   * places of its picture where it reads these and has none left.
   */
  startOf({ feature }: EncodedTask, value: Value): Value {
    const places = feature === undefined ? undefined : this.places.get(feature);
    return places && places.shape.length > value.shape.length ? places : value;
  }

  /** Adds a node with one output. It has the mask of its inputs where it still has their tokens. */
  add(node: NetworkNode): Value {
    this.nodes.push(node);
    const { id, shape, inputs } = node;
    const mask = inputs.find((input) => input.mask && hasTokensOf(shape, input.mask))?.mask;
    return { node: id, output: 0, shape, ...(mask && { mask }) };
  }

  /** Adds a node with several outputs. */
  addMany(node: NetworkNode & { readonly outputs: number }): readonly Value[] {
    const first = this.add(node);
    return Array.from({ length: node.outputs }, (_, output) => ({ ...first, output }));
  }

  /** The finished model. @param outputs each task's output */
  model(outputs: readonly Value[], { representation, penalty }: ModelParts = {}): Model {
    const { nodes } = this;
    const layout = new ParameterLayout(nodes.flatMap(parametersOf));
    const finish = ({ read, gates, penalties }: Results, weights: Weights) => {
      const raw = outputs.map(read);
      const terms = [...l2Penalties(layout, weights), ...penalties, penalty?.(raw, weights)];
      return { outputs: raw, penalty: addPenalties(terms), gates };
    };
    const given = (inputs: readonly Tensor[]) => this.given(inputs);
    const writers = this.perTask(outputs, (task, output) =>
      writtenInput(task).map(
        (written) => [task.name, writerOf(nodes, output, written, given)] as const,
      ),
    );
    return {
      layout,
      isStochastic: nodes.some(({ isStochastic }) => isStochastic),
      graph: modelGraph(this.encoding, nodes, layout),
      forward: (inputs, weights, training) =>
        finish(runNodes(nodes, given(inputs), weights, training), weights),
      writers: new Map(writers.flat()),
      ...(representation &&
        this.isAllOf(representation) && { representation: this.halves(representation, finish) }),
    };
  }

  /** Whether what follows a value computes with nothing else of what came before. */
  private isAllOf({ node, mask }: Value): boolean {
    const length = this.nodes.findIndex(({ id }) => id === node) + 1;
    const known = new Set([node, ...this.nodes.slice(length).map(({ id }) => id)]);
    const later = this.nodes.slice(length).flatMap(({ inputs }) => inputs);
    return !mask && later.every((input) => known.has(input.node));
  }

  /** The model in two halves: up to a value, and from there on. */
  private halves(
    representation: Value,
    finish: (results: Results, weights: Weights) => ForwardPass,
  ): NonNullable<Model['representation']> {
    const length = this.nodes.findIndex(({ id }) => id === representation.node) + 1;
    const [encoder, decoder] = [this.nodes.slice(0, length), this.nodes.slice(length)];
    const units = sizeOf(representation.shape);
    return {
      units,
      encode: (inputs, weights, training) => {
        const { read } = runNodes(encoder, this.given(inputs), weights, training);
        return reshape(read(representation), [-1, units]);
      },
      decode: (z, weights, training) => {
        const value = reshape(z, [-1, ...representation.shape]);
        const given = new Map([[representation.node, [value]]]);
        return finish(runNodes(decoder, given, weights, training), weights);
      },
    };
  }

  /** The inputs by node, as many as there are: a text with its mask beside it. */
  private given(inputs: readonly Tensor[]): ReadonlyMap<string, readonly Tensor[]> {
    return new Map(
      inputsOf(this.encoding).flatMap(({ node, mask }, index) => {
        const x = inputs[index];
        if (!x) return [];
        return [[node, mask ? [x, cast(notEqual(x, 0), 'float32')] : [x]]];
      }),
    );
  }
}

function hasTokensOf(shape: readonly number[], mask: Value): boolean {
  return shape.length > 1 && shape[0] === mask.shape[0];
}

function parametersOf({ id, task, parameters }: NetworkNode): ParameterSpec[] {
  return parameters.map(({ name, shape, l2 = 0, initial }) => ({
    name: `${id}/${name}`,
    shape,
    task,
    l2,
    initial: initial ?? (shape.length > 1 ? 'glorot' : 0),
  }));
}
