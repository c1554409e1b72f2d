import { sizeOf } from '../../../shared/shape';
import { blockedOperator, channelUnit } from './channelBlock';
import type { Value } from './graph';
import { Nodes, type Source } from './nodes';
import type { ElementType } from './schema';

/** Axis i of the transpose is axis `perm[i]` of `origin`. */
interface Transposed {
  readonly origin: Value;
  readonly perm: readonly number[];
}

/** How a channels-last tensor of TensorFlow.js is made of a channels-first one of ONNX, and back. */
export const channelsLast = [0, 2, 3, 1];
export const channelsFirst = [0, 3, 1, 2];

/** Nodes that only move elements, which are undone where they can be, so that chains cost nothing. */
export abstract class Layouts extends Nodes {
  /** Reshaped values by name: the value they were reshaped from. */
  private readonly reshapedFrom = new Map<string, Value>();
  /** Transposed values by name: what they are the transpose of. */
  private readonly transposedFrom = new Map<string, Transposed>();
  /** Channels-first pictures by name: the same in blocks of channels. */
  private readonly blockedFrom = new Map<string, Value>();

  /** `block`: how many channels are computed at once, see `channelBlock`; nothing: one by one. */
  constructor(readonly block?: number) {
    super();
  }

  abstract cast(value: Value, dtype: ElementType): Value;

  /** Undoes an earlier reshape where it can, so that chains of reshapes cost nothing. */
  reshape(value: Value, shape: readonly number[]): Value {
    const origin = this.reshapedFrom.get(value.name) ?? value;
    if (sameShape(origin.shape, shape)) return origin;
    const { dtype } = origin;
    const sizes = this.constant(shape, [shape.length], 'int64');
    const reshaped = this.add('Reshape', [origin, sizes], { shape, dtype });
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
    const transposed =
      this.channelsLastOf(origin, order) ??
      this.add('Transpose', [origin], { shape, dtype: origin.dtype }, { perm: order });
    this.transposedFrom.set(transposed.name, { origin, perm: order });
    return transposed;
  }

  /** Whether a channels-last value exists channels-first already. */
  isChannelsFirst({ name }: Value): boolean {
    return this.transposedFrom.get(name)?.perm.join() === channelsLast.join();
  }

  /**
   * A channels-first picture [batch, channels, height, width] with its channels in blocks: in memory
   * [batch, blocks, height, width, channels of a block], the last block filled up with zeros. As
   * ONNX Runtime has it, its shape is that of a channels-first one. Nothing where it cannot be so.
   */
  blocked(picture: Value): Value | undefined {
    const known = this.blockedFrom.get(picture.name);
    if (known) return known;
    const { shape, dtype } = picture;
    const [batch = 1, channels = 1, height = 1, width = 1] = shape;
    if (!this.block || dtype !== 'float32' || channels % channelUnit !== 0) return undefined;
    const filled = Math.ceil(channels / this.block) * this.block;
    const output = { shape: [batch, filled, height, width], dtype };
    const from = this.transposedFrom.get(picture.name);
    return from?.perm.join() === channelsFirst.join()
      ? this.add(blockedOperator('ReorderInput'), [from.origin], output, { channels_last: 1 })
      : this.add(blockedOperator('ReorderInput'), [picture], output);
  }

  /** The transpose of a picture that exists in blocks to a channels-last one, in one step. */
  private channelsLastOf(
    { name, shape, dtype }: Value,
    perm: readonly number[],
  ): Value | undefined {
    const blocked = this.blockedFrom.get(name);
    if (!blocked || dtype !== 'float32' || perm.join() !== channelsLast.join()) return undefined;
    const output = { shape: perm.map((axis) => shape[axis] ?? 1), dtype };
    const attributes = { channels: shape[1] ?? 1, channels_last: 1 };
    return this.add(blockedOperator('ReorderOutput'), [blocked], output, attributes);
  }

  /** What a channels-last value is in blocks of channels, where it exists so already, and full ones. */
  knownBlocked(value: Value): Value | undefined {
    if (!this.isChannelsFirst(value)) return undefined;
    const blocked = this.blockedFrom.get(this.transpose(value, channelsFirst).name);
    return blocked && sizeOf(blocked.shape) === sizeOf(value.shape) ? blocked : undefined;
  }

  /** The channels-first picture of one in blocks of channels. */
  unblocked(blocked: Value, channels: number): Value {
    const [batch = 1, , height = 1, width = 1] = blocked.shape;
    const output = { shape: [batch, channels, height, width], dtype: 'float32' as const };
    const floats = this.cast(blocked, 'float32');
    const moved = this.add(blockedOperator('ReorderOutput'), [floats], output, { channels });
    const picture = this.cast(moved, blocked.dtype);
    this.blockedFrom.set(picture.name, blocked);
    return picture;
  }

  /** The node that computes the elements of a value, seen through what only moves them. */
  source(value: Value): Source | undefined {
    const flat = this.reshapedFrom.get(value.name) ?? value;
    const result = this.isChannelsFirst(flat) ? this.transpose(flat, channelsFirst) : flat;
    return this.node(this.blockedFrom.get(result.name) ?? result);
  }
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
