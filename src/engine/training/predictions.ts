import type { EncodedTask } from '../../shared/encoding';
import type { TaskPredictions } from '../../shared/predictions';
import { sizeOf } from '../../shared/shape';
import type { TargetColumn } from '../data/dataset';
import { detectedIn } from './detectionMetrics';
import { largest } from './segmentationMetrics';

/**
 * Predictions as people read them.
 * @param outputs raw outputs of the head, [n, ...outputShape], of the first rows of the targets
 */
export function readablePredictions(
  task: EncodedTask,
  outputs: Float32Array,
  { values, mask }: TargetColumn,
): TaskPredictions {
  const { name, classes, scale, shift, spec, targetShape } = task;
  const targetWidth = sizeOf(targetShape ?? []);
  const rows = outputs.length / sizeOf(task.outputShape ?? [task.outputs]);
  const own = (value: number): number => value * scale + shift;
  const targets = values
    .subarray(0, rows * targetWidth)
    .map((value, at) =>
      mask?.[Math.floor(at / targetWidth)] === 0
        ? Number.NaN
        : spec.type === 'regression'
          ? own(value)
          : value,
    );
  const predicted = predictedValues(task, outputs, rows);
  return {
    name,
    values: predicted,
    width: rows > 0 ? predicted.length / rows : task.outputs,
    targets,
    ...(targetShape && { targetWidth }),
    ...(classes && { classes }),
  };
}

function predictedValues(task: EncodedTask, outputs: Float32Array, rows: number): Float32Array {
  const { scale, shift, spec, outputs: width } = task;
  switch (spec.type) {
    case 'regression':
      return outputs.map((value) => value * scale + shift);
    case 'binary':
    case 'multilabel':
      return outputs.map((logit) => 1 / (1 + Math.exp(-logit)));
    case 'multiclass':
      return softmax(outputs, width);
    case 'tagging':
    case 'sequence':
      return outputs;
    case 'detection':
      return likeliestBoxes(task, outputs, rows);
    case 'segmentation':
      return Float32Array.from({ length: outputs.length / width }, (_, pixel) =>
        largest(outputs, pixel * width, width),
      );
  }
}

/** The likeliest boxes of each row, [rows, most, 6]: class, probability, left, top, right, bottom. */
function likeliestBoxes(task: EncodedTask, outputs: Float32Array, rows: number): Float32Array {
  const [most = 1] = task.targetShape ?? [];
  const boxes = new Float32Array(6 * most * rows);
  for (let row = 0; row < rows; row++) {
    const found = detectedIn(task, outputs, row);
    for (let place = 0; place < most; place++) {
      const box = found[place];
      boxes.set(box ? [box.label, box.score, ...box.box] : [-1], 6 * (most * row + place));
    }
  }
  return boxes;
}

/** @param logits [n, width] */
function softmax(logits: Float32Array, width: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += width) {
    const row = logits.subarray(start, start + width);
    const largestLogit = Math.max(...row);
    const powers = row.map((logit) => Math.exp(logit - largestLogit));
    const total = powers.reduce((sum, power) => sum + power, 0);
    probabilities.set(
      powers.map((power) => power / total),
      start,
    );
  }
  return probabilities;
}
