import type { ErrorReport } from '../../../shared/errors';
import type { BoxColumns, DetectionTask } from '../../../shared/experiment';
import { jsonErrorOffset } from '../../../shared/jsonText';
import { t } from '../../../shared/l10n';
import { noCategory } from '../categoryColumn';
import type { Columns } from '../readColumns';

/** An object as a table has it, in pixels of the original picture. */
export interface GivenBox {
  readonly label: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The objects of a picture. */
export interface RowBoxes {
  readonly boxes: readonly GivenBox[];
  readonly problem?: BoxProblem;
}

/** Why a row cannot be read, and the column to point at. */
export interface BoxProblem extends Pick<ErrorReport, 'code' | 'message' | 'hint'> {
  readonly column: string;
}

/** What a row says of its picture; undefined where that is not known. */
export type BoxReader = (row: number) => RowBoxes | undefined;

/** Reads the objects of a row: those of a list, or the one that has columns of its own. */
export function boxReader(columns: Columns, target: DetectionTask['target']): BoxReader {
  return typeof target === 'string' ? listReader(columns, target) : objectReader(columns, target);
}

/** An empty cell is not known, an empty list has no object. */
function listReader(columns: Columns, column: string): BoxReader {
  const { codes, texts } = columns.category(column);
  const lists = texts.map((text) => boxesIn(text, column));
  return (row) => lists[codes[row] ?? noCategory];
}

/** One object at most: where all columns are empty, there is none. */
function objectReader(columns: Columns, { class: label, x, y, w, h }: BoxColumns): BoxReader {
  const labels = label === undefined ? undefined : columns.category(label);
  const at = (column: string, row: number): number => columns.number(column).at(row);
  return (row) => {
    const own = labels?.texts[labels.codes[row] ?? noCategory];
    const box = { label: own, x: at(x, row), y: at(y, row), w: at(w, row), h: at(h, row) };
    const isEmpty = [box.x, box.y, box.w, box.h].every(Number.isNaN);
    if (isEmpty && own === undefined) return { boxes: [] };
    const hint = t`Where there is no object, leave all columns of the box and of the class empty.`;
    if (!isBox(box)) {
      const message = t`The box has no place, or no size above 0.`;
      return { boxes: [], problem: { column: x, code: 'bad-box', message, hint } };
    }
    if (label === undefined || own !== undefined) return { boxes: [box] };
    const message = t`The object has no class.`;
    return { boxes: [], problem: { column: label, code: 'no-class', message, hint } };
  };
}

/** The boxes of `[{ "x": 4, "y": 8, "w": 20, "h": 10, "class": "car" }]`. */
function boxesIn(text: string, column: string): RowBoxes {
  const hint = t`Boxes are a list, in pixels: [{ "x": 4, "y": 8, "w": 20, "h": 10, "class": "car" }]; [] where there is no object.`;
  const bad = (code: string, message: string): RowBoxes => ({
    boxes: [],
    problem: { column, code, message, hint },
  });
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    const character = jsonErrorOffset(text) + 1;
    return bad('malformed-json', t`'${column}' is not valid JSON, at character ${character}.`);
  }
  if (!Array.isArray(list)) return bad('bad-box', t`'${column}' holds no list of boxes.`);
  const boxes = list.map(boxOf);
  const wrong = boxes.indexOf(undefined) + 1;
  if (wrong > 0) {
    return bad(
      'bad-box',
      t`Box ${wrong} in '${column}' needs numbers x, y, w and h, the last two above 0; its class is a text.`,
    );
  }
  return { boxes: boxes.filter((box) => box !== undefined) };
}

function boxOf(value: unknown): GivenBox | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x, y, w, h, class: label } = value as Readonly<Record<string, unknown>>;
  const isText = typeof label === 'string' || typeof label === 'number';
  if (![x, y, w, h].every((each) => typeof each === 'number')) return undefined;
  if (!isText && label !== undefined && label !== null) return undefined;
  const box = { label: isText && label !== '' ? String(label) : undefined, x, y, w, h } as GivenBox;
  return isBox(box) ? box : undefined;
}

function isBox({ x, y, w, h }: GivenBox): boolean {
  return w > 0 && h > 0 && [x, y, w, h].every(Number.isFinite);
}
