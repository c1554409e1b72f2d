import { broadcast_util } from '@tensorflow/tfjs-core';
import type { AttributeValue } from './messages';
import { channelsFirst, channelsLast, Layouts, sameShape } from './layouts';
import { elementTypes, type ElementType } from './schema';

/** A tensor in an ONNX graph: what is known of it before it is computed. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

export type Attributes = Readonly<Record<string, AttributeValue>>;

export type Output = Pick<Value, 'shape' | 'dtype'>;

/**
 * An ONNX graph that grows node by node. It looks through what only moves or repeats elements, so
 * that as little as possible is moved and computed.
 */
export class OnnxGraph extends Layouts {
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
    const blocks = this.inBlocks(inputs, output.shape);
    if (blocks) {
      const shape = blocks.find((each) => each.shape.length === 4)?.shape ?? [];
      const result = this.add(opType, blocks, { shape, dtype }, attributes);
      return this.transpose(this.unblocked(result, output.shape[3] ?? 1), channelsLast);
    }
    const shape = channelsFirst.map((axis) => output.shape[axis] ?? 1);
    const aligned = inputs.map((input) => {
      const rank = input.shape.length;
      if (rank === 0) return input;
      const padded = [1, 1, 1, 1].slice(rank).concat(input.shape);
      return this.transpose(this.reshape(input, padded), channelsFirst);
    });
    return this.transpose(this.add(opType, aligned, { shape, dtype }, attributes), channelsLast);
  }

  /**
   * Pictures of a shape in blocks of channels, and single numbers, where the inputs are no others and
   * one of them is in blocks already.
   */
  private inBlocks(inputs: readonly Value[], shape: readonly number[]): Value[] | undefined {
    if (!inputs.some((input) => this.knownBlocked(input))) return undefined;
    const blocks = inputs.flatMap((input) => {
      if (input.shape.length === 0) return input;
      const isWhole = sameShape(input.shape, shape);
      return (isWhole && this.blocked(this.transpose(input, channelsFirst))) || [];
    });
    return blocks.length === inputs.length ? blocks : undefined;
  }

  cast(value: Value, dtype: ElementType): Value {
    if (value.dtype === dtype) return value;
    const output = { shape: value.shape, dtype };
    return this.elementwise('Cast', [value], output, { to: elementTypes[dtype] });
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
