import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  drawMovement,
  moveBoxes,
  moveMasks,
  movePictures,
} from '../../../../src/engine/model/movement';

const [batch, height, width] = [64, 8, 10];
/** Of the object in pixels, at the picture's lower right, so that some are cut and some are lost. */
const [left, top, right, bottom] = [7, 5, 10, 7];

const isObject = (row: number, column: number): boolean =>
  row >= top && row < bottom && column >= left && column < right;

function everyPicture(value: (row: number, column: number) => number): Float32Array {
  const one = Array.from({ length: height * width }, (_, at) =>
    value(Math.floor(at / width), at % width),
  );
  return Float32Array.from({ length: batch * one.length }, (_, at) => one[at % one.length]!);
}

/** Left, top, right, bottom of what is 1 in a picture, in pixels; undefined when nothing is. */
function boundsOf(picture: number[][][]): number[] | undefined {
  const found = picture.flatMap((line, row) =>
    line.flatMap(([value], column) => (value === 1 ? [[row, column] as const] : [])),
  );
  if (found.length === 0) return undefined;
  const [rows, columns] = [found.map(([row]) => row), found.map(([, column]) => column)];
  return [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
}

describe.each([
  { flip: true, crop: 0 },
  { flip: false, crop: 4 },
  { flip: true, crop: 4 },
  { flip: true, crop: 9 },
])('with %o', (spec) => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  const movement = () =>
    drawMovement({ ...spec, brightness: 0 }, batch, tf.tensor1d([12345, -678], 'int32'), 7);
  const pictures = () =>
    tf.tensor4d(
      everyPicture((row, column) => (isObject(row, column) ? 1 : 0.5)),
      [batch, height, width, 1],
    );

  it('boxes are where their object is after the pictures were moved', () => {
    const moved = movePictures(pictures(), movement()).arraySync();
    const box = [0, left / width, top / height, right / width, bottom / height];
    const none = [-1, 0, 0, 0, 0];
    const given = tf.tensor3d(Array.from({ length: batch }, () => [box, none]));
    const boxes = moveBoxes(given, movement(), [height, width]).arraySync();
    boxes.forEach(([object, other], index) => {
      const bounds = boundsOf(moved[index]!);
      expect(other![0]).toBe(-1);
      expect(object![0]).toBe(bounds ? 0 : -1);
      const [x, y, toX, toY] = object!.slice(1) as [number, number, number, number];
      const pixels = [x * width, y * height, toX * width, toY * height];
      bounds?.forEach((edge, at) => expect(pixels[at]).toBeCloseTo(edge, 4));
    });
    const places = new Set(boxes.map(([object]) => object!.join()));
    expect(places.size).toBeGreaterThan(1);
  });

  it('masks are moved as the pictures are, and what comes in has no label', () => {
    const moved = movePictures(pictures(), movement()).arraySync();
    const given = tf.tensor3d(
      everyPicture((row, column) => (isObject(row, column) ? 3 : 0)),
      [batch, height, width],
    );
    const masks = moveMasks(given, movement()).arraySync();
    const label = new Map([[1, 3], [0.5, 0], [0, -1]]); // prettier-ignore
    masks.forEach((mask, index) =>
      expect(mask).toEqual(moved[index]!.map((line) => line.map(([value]) => label.get(value!)))),
    );
  });
});
