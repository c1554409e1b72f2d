import type { EncodedTask } from '../../shared/encoding';
import type { Predictions } from './metrics';

/** Left, top, right, bottom in shares of the picture. */
export type Box = readonly [number, number, number, number];

/** A box that was found in a picture. */
export interface Detection {
  /** Position of the picture among the rows. */
  readonly row: number;
  readonly label: number;
  /** Probability of the class. */
  readonly score: number;
  readonly box: Box;
}

/** A box of a lower score is not looked at. */
const lowestScore = 0.01;
/** Share of their union that two boxes of a class have in common when they are the same object. */
const sameObject = 0.5;

/**
 * Mean average precision at an intersection over union of 0.5. For each class all boxes, of all
 * pictures, are taken by falling score; one is right when its picture has an object of the class that
 * it overlaps by at least half and that no box before it has found. The average precision is the area
 * under the precision over the recall, the precision made to never rise with the recall (all points,
 * as PASCAL VOC counts since 2010); the mean is over the classes that occur.
 */
export function meanAveragePrecision(
  detections: readonly Detection[],
  truths: readonly Omit<Detection, 'score'>[],
): number {
  const classes = [...new Set(truths.map(({ label }) => label))];
  const each = classes.map((label) =>
    averagePrecision(
      detections.filter((found) => found.label === label),
      truths.filter((truth) => truth.label === label),
    ),
  );
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

function averagePrecision(
  detections: readonly Detection[],
  truths: readonly Omit<Detection, 'score'>[],
): number {
  const open = new Map<number, Set<Box>>();
  for (const { row, box } of truths) open.set(row, (open.get(row) ?? new Set()).add(box));
  const sorted = [...detections].sort((a, b) => b.score - a.score);
  let right = 0;
  const precisions = sorted.flatMap(({ row, box }, index) => {
    const [best] = [...(open.get(row) ?? [])].sort((a, b) => overlap(b, box) - overlap(a, box));
    if (!best || overlap(best, box) < sameObject) return [];
    open.get(row)?.delete(best);
    right++;
    return [right / (index + 1)];
  });
  // From behind: the best precision that this recall, or a higher one, is reached with.
  let [area, most] = [0, 0];
  for (const precision of precisions.reverse()) {
    most = Math.max(most, precision);
    area += most / truths.length;
  }
  return area;
}

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: Box): number => (box[2] - box[0]) * (box[3] - box[1]);
  const common = width * height;
  return common / (area(a) + area(b) - common);
}

/** mAP@0.5 of a head's outputs. @param predictions [rows, ...outputShape] and [rows, most, 5] */
export function detectionMetric(task: EncodedTask, { outputs, targets }: Predictions): number {
  const [most = 1] = task.targetShape ?? [];
  const rows = targets.length / (5 * most);
  const truths: Omit<Detection, 'score'>[] = [];
  const detections: Detection[] = [];
  for (let row = 0; row < rows; row++) {
    for (let place = most * row; place < most * (row + 1); place++) {
      const [label = -1, ...box] = targets.subarray(5 * place, 5 * place + 5);
      if (label >= 0) truths.push({ row, label, box: box as unknown as Box });
    }
    detections.push(...detectedIn(task, outputs, row));
  }
  return meanAveragePrecision(detections, truths);
}

/**
 * The boxes that a head finds in a picture, by falling score, each object once.
 * @param outputs raw outputs of the head, [rows, height, width, 4 + classes]
 */
export function detectedIn(task: EncodedTask, outputs: Float32Array, row: number): Detection[] {
  const [height = 1, width = 1, numbers = 5] = task.outputShape ?? [];
  const found: Detection[] = [];
  for (let cell = 0; cell < height * width; cell++) {
    const start = (row * height * width + cell) * numbers;
    const box = boxOf(outputs, start, cell, height, width);
    for (let label = 0; label < numbers - 4; label++) {
      const score = sigmoid(outputs[start + 4 + label] ?? 0);
      if (score >= lowestScore) found.push({ row, label, score, box });
    }
  }
  return likeliest(found);
}

/**
 * The boxes of a picture by falling score: of those of a class that overlap by more than half, the
 * likeliest (non-maximum suppression).
 */
export function likeliest(found: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const each of [...found].sort((a, b) => b.score - a.score)) {
    const isSame = ({ label, box }: Detection): boolean =>
      label === each.label && overlap(box, each.box) > sameObject;
    if (!kept.some(isSame)) kept.push(each);
  }
  return kept;
}

/** As `readCells` reads it. */
function boxOf(
  outputs: Float32Array,
  start: number,
  cell: number,
  height: number,
  width: number,
): Box {
  const [inX = 0, inY = 0, w = 0, h = 0] = outputs.subarray(start, start + 4).map(sigmoid);
  const x = ((cell % width) + inX) / width;
  const y = (Math.floor(cell / width) + inY) / height;
  return [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
