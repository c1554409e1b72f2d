import {
  add,
  concat,
  div,
  mul,
  reshape,
  sigmoid,
  slice,
  stack,
  sub,
  tensor1d,
  unstack,
  type Rank,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/** What a detection head says of each cell of its grid, row by row. */
export interface CellOutputs {
  /** Left, top, right, bottom in shares of the picture, [batch, cells] each. */
  readonly edges: readonly [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  /** [batch, cells, classes] */
  readonly logits: Tensor3D;
}

/**
 * Reads a detection head: four numbers and a logit a class for each cell. The sigmoids of the four
 * are where in the cell the box has its centre, from its left and its top, and the box's width and
 * height in shares of the picture.
 * @param output [batch, height, width, 4 + classes]
 */
export function readCells(output: Tensor): CellOutputs {
  const [batch = 0, height = 0, width = 0, numbers = 0] = output.shape;
  const cells = height * width;
  const flat = reshape<Rank.R3>(output, [batch, cells, numbers]);
  const shares = sigmoid(slice(flat, [0, 0, 0], [batch, cells, 4]));
  const [inX, inY, w, h] = unstack(shares, 2) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const columns = tensor1d(Array.from({ length: cells }, (_, cell) => cell % width));
  const rows = tensor1d(Array.from({ length: cells }, (_, cell) => Math.floor(cell / width)));
  const [x, y] = [div(add(inX, columns), width), div(add(inY, rows), height)];
  const [halfWidth, halfHeight] = [mul(w, 0.5), mul(h, 0.5)];
  return {
    edges: [sub(x, halfWidth), sub(y, halfHeight), add(x, halfWidth), add(y, halfHeight)],
    logits: slice(flat, [0, 0, 4], [batch, cells, numbers - 4]),
  };
}

/**
 * What a detection head predicts: for each cell the box (left, top, right, bottom in shares of the
 * picture) and the probabilities of the classes.
 * @param output [batch, height, width, 4 + classes] @returns the same shape
 */
export function predictedBoxes(output: Tensor): Tensor {
  const { edges, logits } = readCells(output);
  const boxes = stack([...edges], 2) as Tensor3D;
  return reshape(concat([boxes, sigmoid(logits)], 2), output.shape);
}
