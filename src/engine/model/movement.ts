import {
  add,
  cast,
  clipByValue,
  concat,
  equal,
  floor,
  greater,
  logicalAnd,
  matMul,
  mul,
  range,
  reshape,
  split,
  sub,
  transpose,
  where,
  type Rank,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { AugmentSpec } from '../../shared/experiment';
import { uniformNoise } from '../backend/noise';

/** What can be drawn of a picture; each has random numbers of its own. */
const draws = { flip: 0, down: 1, across: 2, brightness: 3 };

/**
 * How the pictures of a batch are moved. The new picture shows at a place what the old one has
 * `down` and `across` of it, in whole pixels; columns are counted from the right where mirrored.
 */
export interface Movement {
  readonly down: Tensor1D | undefined;
  readonly across: Tensor1D | undefined;
  /** 1 where a picture is mirrored, otherwise 0. */
  readonly mirrored: Tensor1D | undefined;
}

/**
 * Drawn for each picture by itself.
 * @param key [2], int32: random numbers of the step
 * @param salt tells the draws of one step apart
 */
export function drawMovement(
  { flip, crop }: AugmentSpec,
  batch: number,
  key: Tensor1D,
  salt: number,
): Movement {
  const draw = (what: keyof typeof draws) => drawUniform(what, batch, key, salt);
  return {
    down: crop > 0 ? offsets(draw('down'), crop) : undefined,
    across: crop > 0 ? offsets(draw('across'), crop) : undefined,
    mirrored: flip ? floor(mul(draw('flip'), 2)) : undefined,
  };
}

/** A number in [0, 1) for each picture; see {@link drawMovement}. */
export function drawUniform(
  what: keyof typeof draws,
  batch: number,
  key: Tensor1D,
  salt: number,
): Tensor1D {
  return uniformNoise<Tensor1D>(key, [batch], salt + draws[what]);
}

/** @param x [batch, height, width, channels]; what comes in from outside is 0 */
export function movePictures(x: Tensor4D, { down, across, mirrored }: Movement): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  let moved: Tensor = x;
  if (down) {
    const rows = selection(height, down, undefined);
    moved = reshape(matMul(rows, reshape(x, [batch, height, -1])), x.shape);
  }
  if (!across && !mirrored) return moved as Tensor4D;
  const columns = selection(width, across, mirrored);
  const channelsFirst = reshape(transpose(moved, [0, 3, 1, 2]), [batch, -1, width]);
  const selected = matMul(channelsFirst, columns, false, true);
  return transpose(reshape(selected, [batch, channels, height, width]), [0, 2, 3, 1]);
}

/** @param masks [batch, height, width] of classes; what comes in from outside has none, -1 */
export function moveMasks(masks: Tensor3D, movement: Movement): Tensor3D {
  const [batch, height, width] = masks.shape;
  const fromZero = reshape<Rank.R4>(add(masks, 1), [batch, height, width, 1]);
  return sub(reshape<Rank.R3>(movePictures(fromZero, movement), masks.shape), 1);
}

/**
 * Boxes end where the picture does; one that is wholly outside is none.
 * @param boxes [batch, most, 5]: class (-1 for none), left, top, right, bottom in shares of the picture
 * @param size height and width of the picture in pixels
 */
export function moveBoxes(
  boxes: Tensor3D,
  { down, across, mirrored }: Movement,
  [height, width]: readonly [number, number],
): Tensor3D {
  const [label, ...sides] = split(boxes, 5, 2) as [Tensor, ...Tensor[]];
  const lengths = [width, height, width, height];
  const [left, top, right, bottom] = sides.map((side, index): Tensor => {
    const by = index % 2 === 0 ? across : down;
    const pixels = by ? eachPicture(by) : 0;
    return clipByValue(sub(side, mul(pixels, 1 / (lengths[index] ?? 1))), 0, 1);
  }) as [Tensor, Tensor, Tensor, Tensor];
  const isMirrored = mirrored ? eachPicture(mirrored) : 0;
  const fromSide = (side: Tensor, opposite: Tensor): Tensor =>
    add(side, mul(isMirrored, sub(sub(1, opposite), side)));
  const isInside = logicalAnd(greater(right, left), greater(bottom, top));
  return concat(
    [where(isInside, label, -1), fromSide(left, right), top, fromSide(right, left), bottom],
    2,
  ) as Tensor3D;
}

/** Whole numbers in [-most, most], each as likely. */
function offsets(uniform: Tensor1D, most: number): Tensor1D {
  return clipByValue(sub(floor(mul(uniform, 2 * most + 1)), most), -most, most);
}

/**
 * Which place of a picture's row, or column, each place of the new one comes from, [batch, length,
 * length]: 1 where it is the one, otherwise 0.
 */
function selection(
  length: number,
  moved: Tensor1D | undefined,
  mirrored: Tensor1D | undefined,
): Tensor {
  const places = range(0, length, 1, 'float32');
  const to = reshape(places, [1, length, 1]);
  const from = reshape(places, [1, 1, length]);
  // Mirrored: length - 1 - to instead of to.
  const read = mirrored ? add(to, mul(eachPicture(mirrored), sub(length - 1, mul(to, 2)))) : to;
  return cast(equal(moved ? add(read, eachPicture(moved)) : read, from), 'float32');
}

function eachPicture(values: Tensor1D): Tensor {
  return reshape(values, [-1, 1, 1]);
}
