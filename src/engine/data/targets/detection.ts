import { t } from '../../../shared/l10n';
import type { BoxColumns, DetectionTask } from '../../../shared/experiment';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import { headShape } from '../../../shared/headShape';
import { pictureOf } from '../../../shared/pictureOf';
import { noCategory, type CategoryColumn } from '../categoryColumn';
import { dataError } from '../dataError';
import type { TargetColumn } from '../dataset';
import { sortLabels } from '../labels';
import type { PictureSize } from '../picture';
import { eachPicture } from '../pictures';
import type { Columns } from '../readColumns';
import type { Part } from '../splitParts';
import { noLabels, type FittedTask } from '../tasks';

/** Numbers of a target: the class, -1 for no object; left, top, right and bottom as shares. */
const targetShape = [5];
/** The class of objects that are all of one. */
const onlyClass = 'object';

/** Boxes in shares of the picture, and the grid of the head that they are predicted on. */
export function fitDetection(
  source: ExperimentSource,
  name: string,
  spec: DetectionTask,
  train: Part,
): FittedTask {
  const { experiment } = source;
  const { target } = spec;
  const classes =
    target.class === undefined
      ? [onlyClass]
      : sortLabels(train.columns.category(target.class).texts);
  const x = train.columns.number(target.x);
  if (classes.length === 0 || train.rows.every((row) => Number.isNaN(x.at(row)))) {
    throw noLabels(source, name, target.x);
  }
  const outputs = 4 + classes.length;
  const outputShape = [...(headShape(experiment, name) ?? []).slice(0, 2), outputs];
  const picture = pictureOf(experiment, spec);
  return {
    task: {
      ...{ name, spec, outputs, targetShape, outputShape, classes, shift: 0, scale: 1 },
      feature: picture,
    },
    encode: ({ columns, rows }) => encodeBoxes(columns, rows, target, picture, classes),
  };
}

async function encodeBoxes(
  columns: Columns,
  rows: Int32Array,
  target: BoxColumns,
  picture: string,
  classes: readonly string[],
): Promise<TargetColumn> {
  const sizes: PictureSize[] = [];
  if (rows.length > 0) {
    await eachPicture(columns, picture, async (store, cell, row) => {
      sizes[row] = await store.size(cell);
    });
  }
  const labels = target.class === undefined ? undefined : columns.category(target.class);
  const values = new Float32Array(5 * rows.length);
  for (const [index, row] of rows.entries()) {
    const { width, height } = sizes[row] ?? { width: 1, height: 1 };
    const [x, y, w, h] = numbersAt(columns, target, row);
    const label = labels && labelAt(labels, row);
    if ([x, y, w, h].every(Number.isNaN) && label === undefined) {
      values[5 * index] = -1;
      continue;
    }
    const place = labels ? classes.indexOf(label ?? '') : 0;
    const box = [x / width, y / height, (x + w) / width, (y + h) / height].map(within);
    const isBox = w > 0 && h > 0 && box.every(Number.isFinite);
    if (!isBox || place < 0) throw await badBox(columns, target, row, isBox);
    values.set([place, ...box], 5 * index);
  }
  return { values };
}

function numbersAt(
  columns: Columns,
  { x, y, w, h }: BoxColumns,
  row: number,
): [x: number, y: number, w: number, h: number] {
  const at = (column: string): number => columns.number(column).at(row);
  return [at(x), at(y), at(w), at(h)];
}

function labelAt({ codes, texts }: CategoryColumn, row: number): string | undefined {
  return texts[codes[row] ?? noCategory];
}

/** What is outside of the picture cannot be seen. */
function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

async function badBox(
  { file }: Columns,
  target: BoxColumns,
  row: number,
  isBox: boolean,
): Promise<Error> {
  const hint = t`Where there is no object, leave all columns of the box and of the class empty.`;
  return isBox
    ? dataError(
        { code: 'unknown-label', message: t`The object has no class of the training table.`, hint },
        await file.locate(row, target.class ?? target.x),
      )
    : dataError(
        { code: 'bad-box', message: t`The box has no place, or no size above 0.`, hint },
        await file.locate(row, target.x),
      );
}
