import { util, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import { augmented } from '../../../../src/engine/model/augment';
import type { AugmentSpec } from '../../../../src/shared/experiment';
import type { BackendChoice } from '../../../../src/shared/messages';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';

const [batch, side, channels] = [64, 5, 2];
const pixel = (row: number, column: number, channel: number): number =>
  1 + channel + 2 * (row * side + column);
/** The same picture, often: no two of its numbers are the same. */
const picture = Array.from({ length: side }, (_, row) =>
  Array.from({ length: side }, (__, column) =>
    Array.from({ length: channels }, (___, channel) => pixel(row, column, channel)),
  ),
);
const encoding = { shift: [0.5, 0.25], scale: [0.5, 1] };
const nothing: AugmentSpec = { flip: false, crop: 0, brightness: 0 };

/** [picture][row][column][channel] */
async function changed(
  spec: AugmentSpec,
  keys = [12345, -678],
  backendName: BackendChoice = 'onnxruntime',
): Promise<number[][][][]> {
  const backend = await whereTfjsNodeIs(() => openBackend(backendName, 1, 0));
  const program = await backend.compile({
    name: 'augment',
    batchSize: 1,
    state: [{ name: 'pictures', shape: [batch, side, side, channels], dtype: 'float32' }],
    columns: [],
    stepInputs: [{ name: 'key', shape: [2], dtype: 'int32' }],
    step: ({ state, inputs }) => ({
      state,
      outputs: [augmented(state[0] as Tensor4D, spec, encoding, inputs[0] as Tensor1D, 7)],
    }),
  });
  const pictures = Float32Array.from(Array.from({ length: batch }, () => picture.flat(2)).flat());
  const inputs = [Int32Array.from(keys)];
  const run = { state: [pictures], columns: [], indices: Int32Array.of(0), inputs };
  const { outputs } = await program.run(run);
  await program.dispose();
  const shape = [batch, side, side, channels];
  return util.toNestedArray(shape, outputs[0]!) as number[][][][];
}

function moved(down: number, across: number, isMirrored: boolean): number[][][] {
  return picture.map((line, row) =>
    line.map((_, column) => {
      const from = (isMirrored ? side - 1 - column : column) + across;
      return picture[row + down]?.[from] ?? [0, 0];
    }),
  );
}

describe('augmentation', () => {
  it('mirrors about every second picture', async () => {
    const pictures = await changed({ ...nothing, flip: true });
    const mirrored = moved(0, 0, true);
    for (const each of pictures) expect([picture, mirrored]).toContainEqual(each);
    const count = pictures.filter((each) => each[0]![0]![0] !== picture[0]![0]![0]).length;
    expect(count).toBeGreaterThan(batch / 4);
    expect(count).toBeLessThan((3 * batch) / 4);
  });

  it('moves each picture by whole pixels, and fills with zeros', async () => {
    const offsets = [-1, 0, 1];
    const all = offsets.flatMap((down) => offsets.map((across) => moved(down, across, false)));
    const pictures = await changed({ ...nothing, crop: 1 });
    const found = pictures.map((each) =>
      all.findIndex((one) => JSON.stringify(one) === JSON.stringify(each)),
    );
    expect(found).not.toContain(-1);
    expect(new Set(found).size).toBe(9);
  });

  it('multiplies the pixels of a picture by one factor, black stays black', async () => {
    const pictures = await changed({ ...nothing, brightness: 0.2 });
    const own = (value: number, channel: number): number =>
      value * encoding.scale[channel]! + encoding.shift[channel]!;
    const factors = pictures.map((each) => own(each[2]![3]![1]!, 1) / own(picture[2]![3]![1]!, 1));
    pictures.forEach((each, index) => {
      each.forEach((line, row) =>
        line.forEach((values, column) =>
          values.forEach((value, channel) => {
            const expected = factors[index]! * own(pixel(row, column, channel), channel);
            expect(own(value, channel)).toBeCloseTo(expected, 3);
          }),
        ),
      );
    });
    expect(Math.min(...factors)).toBeGreaterThan(0.8);
    expect(Math.min(...factors)).toBeLessThan(0.9);
    expect(Math.max(...factors)).toBeLessThan(1.2);
    expect(Math.max(...factors)).toBeGreaterThan(1.1);
  });

  it('is the same compiled and operation by operation, and another for another key', async () => {
    const all = { flip: true, crop: 2, brightness: 0.3 };
    const expected = (await changed(all, [5, 6], 'cpu')).flat(3);
    for (const backendName of ['onnxruntime', 'tfjs-node'] as const) {
      const actual = (await changed(all, [5, 6], backendName)).flat(3);
      expect(actual).toHaveLength(expected.length);
      actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 4));
    }
    expect(await changed(all, [7, 8])).not.toEqual(await changed(all, [5, 6]));
  });
});
