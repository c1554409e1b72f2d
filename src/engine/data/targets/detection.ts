import { t } from '../../../shared/l10n';
import type { DetectionTask } from '../../../shared/experiment';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import { formatCount } from '../../../shared/numberText';
import { headShape } from '../../../shared/headShape';
import { pictureOf } from '../../../shared/pictureOf';
import { targetColumns, targetText } from '../../../shared/targetColumns';
import { dataError } from '../dataError';
import type { TargetColumn } from '../dataset';
import { sortLabels } from '../labels';
import type { PictureSize } from '../picture';
import { pictureSizes } from '../pictures';
import type { Columns } from '../readColumns';
import { RowNotes } from '../rowNotes';
import { allRows, type Part } from '../splitParts';
import { noLabels, unknownLabel, type FittedTask } from '../tasks';
import { boxReader, type BoxReader, type GivenBox } from './givenBoxes';

/** Numbers of an object: its class, -1 for none; left, top, right and bottom as shares. */
const width = 5;
/** Of a picture that is not there, which is an error before. */
const noSize: PictureSize = { width: 1, height: 1 };
/** The class of objects that are all of one. */
const onlyClass = 'object';

/**
 * Boxes in shares of the picture, the larger ones first, and the grid of the head that they are
 * predicted on. There is room for the most objects of a picture of the training table.
 * @throws MtlError of kind `data` when no training row says where an object is
 */
export function fitDetection(
  source: ExperimentSource,
  name: string,
  spec: DetectionTask,
  train: Part,
): FittedTask {
  const { experiment } = source;
  const read = boxReader(train.columns, spec.target);
  const isEmpty = (row: number): boolean => !read(row)?.boxes.length && !read(row)?.problem;
  if (train.rows.every(isEmpty)) throw noLabels(source, name, targetText(spec));
  const { labels, most } = surveyed(read, train.columns);
  const classes = labels.length > 0 ? sortLabels(labels) : [onlyClass];
  const outputs = 4 + classes.length;
  const grid = (headShape(experiment, name) ?? []).slice(0, 2);
  const picture = pictureOf(experiment, spec);
  const encoder = new BoxEncoder(spec, picture, labels.length > 0, {
    ...{ classes, most, grid },
  });
  return {
    task: {
      ...{ name, spec, outputs, classes, shift: 0, scale: 1 },
      targetShape: [most, width],
      outputShape: [...grid, outputs],
      feature: picture,
    },
    encode: (part) => encoder.encode(part),
    warnings: () => encoder.warnings(name),
  };
}

/** The classes of a table, and the most objects of a picture. */
function surveyed(
  read: BoxReader,
  columns: Columns,
): { readonly labels: readonly string[]; readonly most: number } {
  const labels = new Set<string>();
  let most = 1;
  for (const row of allRows(columns)) {
    const { boxes } = read(row) ?? { boxes: [] };
    most = Math.max(most, boxes.length);
    for (const { label } of boxes) if (label !== undefined) labels.add(label);
  }
  return { labels: [...labels], most };
}

interface Room {
  readonly classes: readonly string[];
  readonly most: number;
  /** Height and width of the head's grid, in cells. */
  readonly grid: readonly number[];
}

class BoxEncoder {
  /** Objects with the centre in the cell of a larger one, and those that there is no room for. */
  private crowded = 0;
  private leftOut = 0;
  /** Rows with boxes that reach beyond the picture, and with boxes that it has nothing of. */
  private readonly cut = new RowNotes();
  private readonly outside = new RowNotes();

  constructor(
    private readonly spec: DetectionTask,
    private readonly picture: string,
    private readonly hasClasses: boolean,
    private readonly room: Room,
  ) {}

  /** @throws MtlError of kind `data` at a row whose boxes or classes cannot be read */
  async encode({ columns, rows }: Part): Promise<TargetColumn> {
    const { most } = this.room;
    const read = boxReader(columns, this.spec.target);
    const sizes = await pictureSizes(columns, this.picture, rows);
    const nothing = new Array<readonly number[]>(most).fill([-1, 0, 0, 0, 0]).flat();
    const values = new Float32Array(most * width * rows.length);
    const mask = new Float32Array(rows.length).fill(1);
    for (const [index, row] of rows.entries()) {
      values.set(nothing, index * most * width);
      const given = read(row);
      if (!given) mask[index] = 0;
      if (given?.problem) {
        const { column, ...problem } = given.problem;
        throw dataError(problem, await columns.file.locate(row, column));
      }
      const objects: number[][] = [];
      for (const { box, edges } of this.visible(given?.boxes ?? [], sizes[row], row)) {
        objects.push([await this.place(box, columns, row), ...edges]);
      }
      objects.sort(([, ...a], [, ...b]) => areaOf(b) - areaOf(a));
      this.count(objects);
      values.set(objects.slice(0, most).flat(), index * most * width);
    }
    const [column = ''] = targetColumns(this.spec);
    await this.cut.locate(columns, column);
    await this.outside.locate(columns, column);
    return mask.includes(0) ? { values, mask } : { values };
  }

  warnings(task: string): string[] {
    const { crowded, leftOut, cut, outside } = this;
    return [
      ...outside.told(
        (place, rows) =>
          t`'${task}': boxes that lie outside of their picture are left out, first in ${place}, in ${rows} rows.`,
      ),
      ...cut.told(
        (place, rows) =>
          t`'${task}': boxes that reach beyond their picture are cut off at its edges, first in ${place}, in ${rows} rows.`,
      ),
      ...(crowded > 0
        ? [
            t`'${task}': ${formatCount(crowded)} objects have their centre in the same cell of the head's grid as a larger one of the picture; training passes them over. A finer grid tells them apart.`,
          ]
        : []),
      ...(leftOut > 0
        ? [
            t`'${task}': ${formatCount(leftOut)} objects are left out: no picture of the training table has as many. The smallest are.`,
          ]
        : []),
    ];
  }

  /** The boxes of a row that the picture has something of, with the edges of that. */
  private visible(
    boxes: readonly GivenBox[],
    size: PictureSize | undefined,
    row: number,
  ): readonly { readonly box: GivenBox; readonly edges: readonly number[] }[] {
    const visible = boxes
      .map((box) => ({ box, edges: edgesOf(box, size) }))
      .filter(({ edges }) => areaOf(edges) > 0);
    if (visible.length < boxes.length) this.outside.note(row);
    if (visible.some(({ box }) => reachesBeyond(box, size))) this.cut.note(row);
    return visible;
  }

  /** The number of a box's class. */
  private async place({ label }: GivenBox, { file }: Columns, row: number): Promise<number> {
    const { classes } = this.room;
    if (!this.hasClasses && label === undefined) return 0;
    const place = classes.indexOf(label ?? '');
    if (place >= 0 && this.hasClasses) return place;
    const [column = ''] = targetColumns(this.spec);
    const location = await file.locate(row, column);
    if (label !== undefined) throw unknownLabel(column, label, classes, location);
    throw dataError(
      {
        code: 'no-class',
        message: t`A box in '${column}' has no class.`,
        hint: t`Either all boxes have a class, or none has.`,
      },
      location,
    );
  }

  private count(objects: readonly (readonly number[])[]): void {
    const { most, grid } = this.room;
    const kept = objects.slice(0, most);
    const [rows = 1, columns = 1] = grid;
    const along = (from = 0, to = 0, cells: number): number =>
      Math.min(cells - 1, Math.floor(((from + to) / 2) * cells));
    const cells = kept.map(
      ([, left, top, right, bottom]) =>
        along(top, bottom, rows) * columns + along(left, right, columns),
    );
    this.crowded += kept.length - new Set(cells).size;
    this.leftOut += objects.length - kept.length;
  }
}

/** Whether a box is cut off; not by a pixel, as one that was rounded or counted from 1 may be. */
function reachesBeyond({ x, y, w, h }: GivenBox, { width, height } = noSize): boolean {
  return Math.min(x, y) < -1 || x + w > width + 1 || y + h > height + 1;
}

/** What is outside of the picture cannot be seen. */
function edgesOf({ x, y, w, h }: GivenBox, size = noSize): number[] {
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  return [x / size.width, y / size.height, (x + w) / size.width, (y + h) / size.height].map(within);
}

function areaOf([left = 0, top = 0, right = 0, bottom = 0]: readonly number[]): number {
  return (right - left) * (bottom - top);
}
