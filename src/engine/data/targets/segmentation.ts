import { t } from '../../../shared/l10n';
import type { SegmentationTask } from '../../../shared/experiment';
import { headShape } from '../../../shared/headShape';
import { readFeature } from '../../../shared/readFeature';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import type { TargetColumn } from '../dataset';
import { PictureProblem, type Picture } from '../picture';
import { eachPicture } from '../pictures';
import type { Part } from '../splitParts';
import type { FittedTask } from '../tasks';

/** Masks, brought to the size of what the head says; -1 for a pixel without a label. */
export function fitSegmentation(
  { experiment }: ExperimentSource,
  name: string,
  spec: SegmentationTask,
): FittedTask {
  const { classes, target } = spec;
  const targetShape = (headShape(experiment, name) ?? []).slice(0, 2);
  const [height = 1, width = 1] = targetShape;
  const outputs = classes.length;
  const feature = readFeature(experiment, spec);
  return {
    task: {
      ...{ name, spec, outputs, targetShape, classes, shift: 0, scale: 1 },
      outputShape: [height, width, outputs],
      ...(feature !== undefined && { feature }),
    },
    encode: (part) => readMasks(part, target, height, width, outputs),
  };
}

async function readMasks(
  { columns, rows }: Part,
  name: string,
  height: number,
  width: number,
  classes: number,
): Promise<TargetColumn> {
  const size = height * width;
  const masks = new Float32Array(columns.rows * size);
  if (rows.length === 0) return { values: masks.subarray(0, 0) };
  await eachPicture(columns, name, async (store, cell, row) => {
    const values = masks.subarray(row * size, (row + 1) * size);
    nearestClasses(await store.read(cell), height, width, classes, values);
  });
  const values = new Float32Array(rows.length * size);
  rows.forEach((row, index) => {
    values.set(masks.subarray(row * size, (row + 1) * size), index * size);
  });
  return { values };
}

/** @param output [height, width] @throws PictureProblem when the picture has colours */
function nearestClasses(
  picture: Picture,
  height: number,
  width: number,
  classes: number,
  output: Float32Array,
): void {
  const { channels, data } = picture;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * picture.height) / height);
    for (let x = 0; x < width; x++) {
      const column = Math.floor(((x + 0.5) * picture.width) / width);
      const at = (row * picture.width + column) * channels;
      const grey = data[at] ?? 0;
      if (channels > 1 && (data[at + 1] !== grey || data[at + 2] !== grey)) {
        throw new PictureProblem(
          t`has colours`,
          t`In a mask the grey value of a pixel is the number of its class: 0, 1, 2, ...`,
        );
      }
      output[y * width + x] = grey < classes ? grey : -1;
    }
  }
}
