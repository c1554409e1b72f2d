import { broadcast_util } from '@tensorflow/tfjs-core';
import type { AttributeValue } from './messages';
import { Nodes, type Source } from './nodes';
import { elementTypes, type ElementType } from './schema';

/** A tensor in an ONNX graph: what is known of it before it is computed. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

export type Attributes = Readonly<Record<string, AttributeValue>>;

export type Output = Pick<Value, 'shape' | 'dtype'>;

/** Axis i of the transpose is axis `perm[i]` of `origin`. */
interface Transposed {
  readonly origin: Value;
  readonly perm: readonly number[];
}

/** How a channels-last tensor of TensorFlow.js is made of a channels-first one of ONNX, and back. */
export const channelsLast = [0, 2, 3, 1];
export const channelsFirst = [0, 3, 1, 2];

/**
 * An ONNX graph that grows node by node. It looks through what only moves or repeats elements, so
 * that as little as possible is moved and computed.
 */
export class OnnxGraph extends Nodes {
  /** Reshaped values by name: the value they were reshaped from. */
  private readonly reshapedFrom = new Map<string, Value>();
  /** Transposed values by name: what they are the transpose of. */
  private readonly transposedFrom = new Map<string, Transposed>();
  /** Values by name that repeat a smaller one along axes. */
  private readonly expandedFrom = new Map<string, Value>();
  /** Gated values by name: the gate. */
  private readonly gates = new Map<string, Value>();
  /** Pictures by name: smaller ones of the same sums over height and width. */
  private readonly spreadFrom = new Map<string, Value>();

  scalar(value: number, dtype: ElementType = 'float32'): Value {
    return this.constant([value], [], dtype);
  }

  /** A vector of 64-bit integers: the shapes, axes and sizes that ONNX takes as inputs. */
  integers(values: readonly number[]): Value {
    return this.constant(values, [values.length], 'int64');
  }

  /** Undoes an earlier reshape where it can, so that chains of reshapes cost nothing. */
  reshape(value: Value, shape: readonly number[]): Value {
    const origin = this.reshapedFrom.get(value.name) ?? value;
    if (sameShape(origin.shape, shape)) return origin;
    const { dtype } = origin;
    const reshaped = this.add('Reshape', [origin, this.integers(shape)], { shape, dtype });
    this.reshapedFrom.set(reshaped.name, origin);
    return reshaped;
  }

  /**
   * Undoes earlier transposes where it can. A transpose that is undone, or that nothing needs,
   * costs nothing, so that channels-first values stay as they are from one kernel to the next.
   */
  transpose(value: Value, perm: readonly number[]): Value {
    const from = this.transposedFrom.get(value.name);
    const origin = from?.origin ?? value;
    const order = from ? perm.map((axis) => from.perm[axis] ?? 0) : perm;
    if (order.every((axis, index) => axis === index)) return origin;
    const shape = order.map((axis) => origin.shape[axis] ?? 1);
    const moved = order.filter((axis) => origin.shape[axis] !== 1);
    if (moved.every((axis, index) => index === 0 || axis > (moved[index - 1] ?? 0))) {
      return this.reshape(origin, shape);
    }
    const output = { shape, dtype: origin.dtype };
    const transposed = this.add('Transpose', [origin], output, { perm: order });
    this.transposedFrom.set(transposed.name, { origin, perm: order });
    return transposed;
  }

  /** Whether a channels-last value exists channels-first already. */
  isChannelsFirst({ name }: Value): boolean {
    return this.transposedFrom.get(name)?.perm.join() === channelsLast.join();
  }

  /** `value`, broadcast to a shape. What is computed of it alone is computed before that. */
  expand(value: Value, shape: readonly number[]): Value {
    const origin = this.expandedFrom.get(value.name) ?? value;
    if (sameShape(origin.shape, shape)) return origin;
    const expanded = this.add('Expand', [origin, this.integers(shape)], {
      shape,
      dtype: value.dtype,
    });
    this.expandedFrom.set(expanded.name, origin);
    return expanded;
  }

  /** A node that works element by element, with broadcasting, on as few elements as it can. */
  elementwise(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes = {},
  ): Value {
    const origins = inputs.map((input) => this.expandedFrom.get(input.name) ?? input);
    const shape = broadcastShape(origins);
    const result = this.broadcasting(opType, origins, { ...output, shape }, attributes);
    return this.expand(result, output.shape);
  }

  /** Channels-first where one of the inputs is. */
  private broadcasting(
    opType: string,
    inputs: readonly Value[],
    output: Output,
    attributes: Attributes,
  ): Value {
    if (!inputs.some((input) => this.isChannelsFirst(input)) || output.shape.length !== 4) {
      return this.add(opType, inputs, output, attributes);
    }
    const { dtype } = output;
    const shape = channelsFirst.map((axis) => output.shape[axis] ?? 1);
    const aligned = inputs.map((input) => {
      const rank = input.shape.length;
      if (rank === 0) return input;
      const padded = [1, 1, 1, 1].slice(rank).concat(input.shape);
      return this.transpose(this.reshape(input, padded), channelsFirst);
    });
    return this.transpose(this.add(opType, aligned, { shape, dtype }, attributes), channelsLast);
  }

  cast(value: Value, dtype: ElementType): Value {
    if (value.dtype === dtype) return value;
    const output = { shape: value.shape, dtype };
    return this.elementwise('Cast', [value], output, { to: elementTypes[dtype] });
  }

  /** The node that computes the elements of a value, seen through reshapes and channels-first. */
  source(value: Value): Source | undefined {
    const flat = this.reshapedFrom.get(value.name) ?? value;
    const result = this.isChannelsFirst(flat) ? this.transpose(flat, channelsFirst) : flat;
    return this.node(result);
  }

  /** The node that computes the elements of a value in the order they have, seen through reshapes. */
  sourceInOrder(value: Value): Source | undefined {
    return this.node(this.reshapedFrom.get(value.name) ?? value);
  }

  /** Remembers that a picture is another one with each element moved somewhere near, and zeros. */
  noteSpread(picture: Value, smaller: Value): void {
    this.spreadFrom.set(picture.name, smaller);
  }

  /** The smallest picture known that has the sums over height and width that this one has. */
  gathered(picture: Value): Value {
    return this.spreadFrom.get(picture.name) ?? picture;
  }

  /** Remembers that a value is 0 wherever its gate, of zeros and ones, is. */
  noteGated(value: Value, gate: Value): void {
    this.gates.set(value.name, gate);
  }

  isGated({ name }: Value, gate: Value): boolean {
    return this.gates.get(name)?.name === gate.name;
  }

  /** Whether every element of the value is known to be `element`. */
  isFilled(value: Value, element: number): boolean {
    const { name, dtype } = this.expandedFrom.get(value.name) ?? value;
    return name === this.scalar(element, dtype).name;
  }
}

function broadcastShape(values: readonly Value[]): number[] {
  return values.reduce<number[]>(
    (shape, value) => broadcast_util.assertAndGetBroadcastShape(shape, [...value.shape]),
    [],
  );
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
