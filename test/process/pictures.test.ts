import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { readPredictions } from '../../src/runs/predictionsFile';
import { readRun } from '../../src/runs/readRun';
import { Random } from '../../src/shared/random';
import { tfjsNodeData } from '../support/tfjsNode';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder } from './exampleExperiment';

const side = 16;
const rows = 120;

/** A lighter square on noise: white or grey, somewhere, or nowhere; and its mask. */
async function writeScenes(folder: string): Promise<void> {
  const random = new Random(11);
  await mkdir(join(folder, 'in'));
  const lines = ['image,mask,shade,x,y,w,h,tags'];
  for (let row = 0; row < rows; row++) {
    const shade = random.integer(2) === 0 ? 'white' : 'grey';
    const isThere = random.uniform() < 0.8;
    const [x, y, size] = [random.integer(9), random.integer(9), 5 + random.integer(3)];
    const isIn = (column: number, line: number): boolean =>
      isThere && column >= x && column < x + size && line >= y && line < y + size;
    const light = shade === 'white' ? 255 : 130;
    const paint = (value: (column: number, line: number) => number): Buffer => {
      const picture = new PNG({ width: side, height: side });
      for (let at = 0; at < side ** 2; at++) {
        const level = value(at % side, Math.floor(at / side));
        picture.data.set([level, level, level, 255], 4 * at);
      }
      return PNG.sync.write(picture);
    };
    const noise = (column: number, line: number): number =>
      isIn(column, line) ? light : random.integer(50);
    await writeFile(join(folder, 'in', `${row}.png`), paint(noise));
    await writeFile(
      join(folder, 'in', `${row}-mask.png`),
      paint((a, b) => (isIn(a, b) ? 1 : 0)),
    );
    const tags = [...(x > 4 ? ['right'] : []), ...(y > 4 ? ['low'] : [])];
    const box = isThere ? `${shade},${x},${y},${size},${size}` : ',,,,';
    lines.push(`in/${row}.png,in/${row}-mask.png,${box},${isThere ? tags.join('|') || '[]' : ''}`);
  }
  await writeFile(join(folder, 'scenes.csv'), `${lines.join('\n')}\n`);
  await writeFile(
    join(folder, 'scenes.mtl.json'),
    `{
  "data": {
    "train": "scenes.csv",
    "split": { "validation": 0.2, "test": 0.2, "seed": 3 },
    "features": {
      "image": { "type": "image", "size": [16, 16, 1], "augment": { "brightness": 0.1 } }
    }
  },
  "tasks": {
    "box": {
      "type": "detection",
      "target": { "class": "shade", "x": "x", "y": "y", "w": "w", "h": "h" }
    },
    "pixels": { "type": "segmentation", "target": "mask", "classes": ["background", "square"] },
    "tags": { "type": "multilabel", "target": "tags" }
  },
  "model": {
    "architecture": "hard-sharing",
    "shared": [{ "conv": 8, "kernel": 3, "activation": "relu" }],
    "heads": {
      "box": [{ "maxPool": 4 }, { "conv": 16, "kernel": 3, "activation": "relu" }],
      "tags": [{ "maxPool": 4 }, { "flatten": true }],
      "pixels": []
    }
  },
  "training": { "epochs": 12, "batchSize": 12, "seed": 1, "optimizer": { "name": "adam", "learningRate": 0.01 } }
}`,
  );
}

async function trained(backend: string) {
  const folder = await temporaryFolder();
  await writeScenes(folder);
  const { status, stderr } = await mtlLab(
    ['train', 'scenes.mtl.json', '--backend', backend],
    folder,
    { MTL_LAB_DATA: tfjsNodeData },
  );
  expect(stderr).not.toContain('rror');
  expect(status).toBe(0);
  const directory = await onlyRun({ folder, file: '', dataFile: '' });
  return { folder, directory, run: await readRun(directory) };
}

test('boxes, masks and several labels are learnt from pictures, alike on both backends', async () => {
  const { folder, directory, run } = await trained('onnxruntime');
  const { box, pixels, tags } = run.summary!.test!;
  expect(pixels!['miou']).toBeGreaterThan(0.85);
  expect(box!['map50']).toBeGreaterThan(0.3);
  expect(tags!['auc']).toBeGreaterThan(0.8);

  const other = (await trained('tfjs-node')).run.summary!.test!;
  for (const [task, metrics] of Object.entries(run.summary!.test!)) {
    // A hundred steps make more of the last digits in which backends differ.
    expect(other[task]!['loss']! / metrics['loss']!).toBeCloseTo(1, 1);
  }

  const predictions = await readPredictions(directory);
  const [boxes, masks] = predictions!.tasks;
  expect(boxes).toMatchObject({ width: 6, targetWidth: 5, classes: ['grey', 'white'] });
  expect(masks!.values).toHaveLength(predictions!.rows.length * side ** 2);

  const asked = await mtlLab(['predict', run.id, '--input', 'scenes.csv', '--json'], folder);
  expect(asked.stderr).toBe('');
  const [first] = asked.stdout.split('\n');
  expect(first).toMatch(/(white|grey) at 0\.\d\d, 0\.\d\d, size 0\.\d\d × 0\.\d\d \(\d+ %\)/);
  expect(first).toContain('background');

  const { status } = await mtlLab(['export', run.id], folder);
  expect(status).toBe(0);
});

test('a picture that cannot be read ends the command before training, at its row', async () => {
  const folder = await temporaryFolder();
  await writeScenes(folder);
  await writeFile(join(folder, 'in', '7.png'), 'no picture');
  const { status, stderr } = await mtlLab(['train', 'scenes.mtl.json'], folder);
  expect(status).toBe(2);
  expect(stderr).toContain(
    "The picture 'in/7.png' of the column 'image' is no PNG or JPEG picture.",
  );
  expect(stderr).toMatch(/scenes\.csv:9/);
});
