import { t } from '../../../shared/l10n';
import type { SegmentationTask } from '../../../shared/experiment';
import { headShape } from '../../../shared/headShape';
import { readFeature } from '../../../shared/readFeature';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import type { TargetColumn } from '../dataset';
import { PictureProblem, type Picture, type PictureSize } from '../picture';
import { eachPicture, pictureSizes } from '../pictures';
import { RowNotes } from '../rowNotes';
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
  const encoder = new MaskEncoder({ target, picture: feature, height, width, classes: outputs });
  return {
    task: {
      ...{ name, spec, outputs, targetShape, classes, shift: 0, scale: 1 },
      outputShape: [height, width, outputs],
      ...(feature !== undefined && { feature }),
    },
    encode: (part) => encoder.encode(part),
    warnings: () => encoder.warnings(name),
  };
}

interface Masks {
  readonly target: string;
  /** The picture that they are of; undefined where that is not known. */
  readonly picture: string | undefined;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

class MaskEncoder {
  /** Rows with grey values that are no class, and with a mask of other proportions than the picture. */
  private readonly unknown = new RowNotes();
  private readonly stretched = new RowNotes();

  constructor(private readonly masks: Masks) {}

  /** @throws MtlError of kind `data` at a row whose mask cannot be read, or has colours */
  async encode({ columns, rows }: Part): Promise<TargetColumn> {
    const { target, picture, height, width, classes } = this.masks;
    const size = height * width;
    const values = new Float32Array(rows.length * size);
    if (rows.length === 0) return { values };
    const masks = new Float32Array(columns.rows * size);
    const sizes: PictureSize[] = [];
    await eachPicture(columns, target, async (store, cell, row) => {
      const mask = await store.read(cell, { asStored: true });
      sizes[row] = mask;
      nearestClasses(mask, height, width, classes, masks.subarray(row * size, (row + 1) * size));
    });
    const pictures = picture === undefined ? [] : await pictureSizes(columns, picture, rows);
    rows.forEach((row, index) => {
      const mask = masks.subarray(row * size, (row + 1) * size);
      values.set(mask, index * size);
      if (mask.includes(-1)) this.unknown.note(row);
      if (!areAlike(sizes[row], pictures[row])) this.stretched.note(row);
    });
    await this.unknown.locate(columns, target);
    await this.stretched.locate(columns, target);
    return { values };
  }

  warnings(task: string): string[] {
    const { unknown, stretched } = this;
    const most = this.masks.classes - 1;
    return [
      ...unknown.told(
        (place, rows) =>
          t`'${task}': pixels whose grey value is no number of a class, 0 to ${most}, have no label, first in ${place}, in ${rows} rows.`,
      ),
      ...stretched.told(
        (place, rows) =>
          t`'${task}': masks have other proportions than their picture, and are stretched, first in ${place}, in ${rows} rows.`,
      ),
    ];
  }
}

/** Whether a mask lies on its picture without being stretched, by more than a pixel of it. */
function areAlike(mask: PictureSize | undefined, picture: PictureSize | undefined): boolean {
  if (!mask || !picture) return true;
  return Math.abs((mask.width * picture.height) / picture.width - mask.height) <= 1;
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
