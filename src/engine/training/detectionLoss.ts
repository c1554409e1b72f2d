import {
  abs,
  add,
  cast,
  clipByValue,
  concat,
  cumsum,
  div,
  equal,
  floor,
  greaterEqual,
  matMul,
  maximum,
  minimum,
  mul,
  range,
  relu,
  sigmoid,
  softplus,
  split,
  square,
  sub,
  sum,
  unstack,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { DetectionTask } from '../../shared/experiment';
import { readCells } from '../model/boxes';

/** Of the focal loss, as its paper found them best. */
const alpha = 0.25;
/** Error of an edge, in shares of the picture, at which smooth L1 turns from square to linear. */
const smoothness = 0.1;
/** Keeps the division finite for boxes without an area. */
const epsilon = 1e-7;

/** Left, top, right, bottom of each cell's box, [batch, cells] each. */
type Edges = readonly [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
/** Those of each object, [batch, most, 1] each. */
type Sides = [Tensor3D, Tensor3D, Tensor3D, Tensor3D];

/**
 * The loss of a detection head, [batch]: the focal loss of each cell's logits (Lin et al., ICCV 2017,
 * 1708.02002: alpha 0.25, gamma 2), summed over cells and classes, and for each cell that has the
 * centre of an object, the first of them, one minus the generalised intersection over union
 * (Rezatofighi et al., CVPR 2019, 1902.09630), or the smooth L1 distance of the edges, summed.
 * @param output [batch, height, width, 4 + classes]
 * @param target [batch, most, 5]: of each object class (-1 for none), left, top, right, bottom in shares
 * of the picture
 */
export function detectionLosses(
  { boxLoss }: DetectionTask,
  output: Tensor,
  target: Tensor,
): Tensor1D {
  const [, height = 0, width = 0] = output.shape;
  const { edges, logits } = readCells(output);
  const [label, ...box] = split(target as Tensor3D, 5, 2) as [Tensor3D, ...Sides];
  const owned = ownedCells(label, box, height, width);
  const ofClass = cast(equal(range(0, logits.shape[2], 1, 'float32'), label), 'float32');
  const labels: Tensor3D = matMul(owned, ofClass, true);
  const given = unstack(matMul(owned, concat(box, 2), true), 2) as unknown as Edges;
  const distance =
    boxLoss === 'giou' ? sub(1, generalisedIou(edges, given)) : smoothL1(edges, given);
  return add(sum(focal(logits, labels), [1, 2]), sum(mul(sum(owned, 1), distance), 1));
}

/** Which cells each object owns: the one with its centre, unless an object before it does, [batch, most, cells]. */
function ownedCells(label: Tensor3D, box: Sides, height: number, width: number): Tensor3D {
  const cells = range(0, height * width, 1, 'float32');
  const isThere = cast(greaterEqual(label, 0), 'float32');
  const hasCentre: Tensor3D = mul(
    cast(equal(cells, cellOf(box, height, width)), 'float32'),
    isThere,
  );
  const before = cumsum(hasCentre, 1, true);
  return mul(hasCentre, cast(equal(before, 0), 'float32'));
}

/** The number of the cell that has the centre, [batch, most, 1]. */
function cellOf([left, top, right, bottom]: Sides, height: number, width: number): Tensor3D {
  const along = (from: Tensor3D, to: Tensor3D, cells: number): Tensor3D =>
    clipByValue(floor(mul(add(from, to), cells / 2)), 0, cells - 1);
  return add(mul(along(top, bottom, height), width), along(left, right, width));
}

function focal(logits: Tensor3D, labels: Tensor3D): Tensor3D {
  const probability: Tensor3D = sigmoid(logits);
  const crossEntropy = sub(softplus(logits), mul(logits, labels));
  const missed = add(mul(labels, sub(1, probability)), mul(sub(1, labels), probability));
  const weight = add(mul(labels, alpha), mul(sub(1, labels), 1 - alpha));
  return mul(mul(weight, square(missed)), crossEntropy);
}

/** In [-1, 1], by cell. */
function generalisedIou(
  [left, top, right, bottom]: Edges,
  [toLeft, toTop, toRight, toBottom]: Edges,
): Tensor2D {
  const overlap = mul(
    relu(sub(minimum(right, toRight), maximum(left, toLeft))),
    relu(sub(minimum(bottom, toBottom), maximum(top, toTop))),
  );
  const area = mul(sub(right, left), sub(bottom, top));
  const union = sub(add(area, mul(sub(toRight, toLeft), sub(toBottom, toTop))), overlap);
  const hull = mul(
    sub(maximum(right, toRight), minimum(left, toLeft)),
    sub(maximum(bottom, toBottom), minimum(top, toTop)),
  );
  const iou = div(overlap, add(union, epsilon));
  return sub(iou, div(sub(hull, union), add(hull, epsilon)));
}

function smoothL1(edges: Edges, given: Edges): Tensor2D {
  return edges
    .map((edge, index): Tensor2D => {
      const error: Tensor2D = abs(sub<Tensor2D>(edge, given[index] ?? 0));
      const small: Tensor2D = minimum(error, smoothness);
      return add(div(square(small), 2 * smoothness), sub(error, small));
    })
    .reduce((total, each) => add(total, each));
}
