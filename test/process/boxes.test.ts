import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { readPredictions } from '../../src/runs/predictionsFile';
import { readRun } from '../../src/runs/readRun';
import { Random } from '../../src/shared/random';
import { mtlLab } from './commandLine';
import { onlyRun, temporaryFolder } from './exampleExperiment';

const side = 16;
const rows = 160;

/** Two squares a picture, or one, or none, in different quarters: white or grey, on noise. */
async function writeScenes(folder: string): Promise<void> {
  const random = new Random(5);
  await mkdir(join(folder, 'in'));
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const quarters = random.permutation(4).slice(0, [2, 2, 2, 1, 0][random.integer(5)]);
    const boxes = [...quarters].map((quarter) => ({
      x: 8 * (quarter % 2) + random.integer(3),
      y: 8 * Math.floor(quarter / 2) + random.integer(3),
      w: 5,
      h: 5,
      class: random.integer(2) === 0 ? 'white' : 'grey',
    }));
    const picture = new PNG({ width: side, height: side });
    for (let at = 0; at < side ** 2; at++) {
      const [column, line] = [at % side, Math.floor(at / side)];
      const own = boxes.find(
        ({ x, y, w, h }) => column >= x && column < x + w && line >= y && line < y + h,
      );
      const level = own ? { white: 255, grey: 130 }[own.class]! : random.integer(50);
      picture.data.set([level, level, level, 255], 4 * at);
    }
    await writeFile(join(folder, 'in', `${row}.png`), PNG.sync.write(picture));
    lines.push(JSON.stringify({ image: `in/${row}.png`, squares: boxes }));
  }
  await writeFile(join(folder, 'scenes.jsonl'), `${lines.join('\n')}\n`);
  await writeFile(
    join(folder, 'scenes.mtl.json'),
    `{
  "data": {
    "train": "scenes.jsonl",
    "split": { "validation": 0.2, "test": 0.2, "seed": 3 },
    "features": { "image": { "type": "image", "size": [16, 16, 1] } }
  },
  "tasks": { "squares": { "type": "detection", "target": "squares" } },
  "model": {
    "architecture": "hard-sharing",
    "shared": [{ "conv": 8, "kernel": 3, "activation": "relu" }],
    "heads": {
      "squares": [
        { "maxPool": 4 },
        { "conv": 24, "kernel": 3, "activation": "relu" }
      ]
    }
  },
  "training": { "epochs": 30, "batchSize": 12, "seed": 1, "optimizer": { "name": "adam", "learningRate": 0.01 } }
}`,
  );
}

test('both of two squares in a picture are found, and told by predict', async () => {
  const folder = await temporaryFolder();
  await writeScenes(folder);
  const { status, stderr } = await mtlLab(['train', 'scenes.mtl.json'], folder);
  expect(stderr).not.toContain('rror');
  expect(status).toBe(0);
  const directory = await onlyRun({ folder, file: '', dataFile: '' });
  const run = await readRun(directory);
  expect(run.summary!.test!['squares']!['map50']).toBeGreaterThan(0.7);

  const predictions = await readPredictions(directory);
  expect(predictions!.tasks[0]).toMatchObject({ width: 12, targetWidth: 10 });

  const asked = await mtlLab(['predict', run.id, '--input', 'scenes.jsonl', '--json'], folder);
  expect(asked.stderr).toBe('');
  const answers = asked.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { squares: { boxes: unknown[]; value: string } });
  expect(answers).toHaveLength(rows);
  for (const { squares } of answers) {
    expect(squares.boxes).toHaveLength(2);
    expect(squares.boxes[0]).toEqual({
      label: expect.stringMatching(/^(white|grey)$/) as string,
      edges: [0, 1, 2, 3].map(() => expect.any(Number) as number),
      probability: expect.any(Number) as number,
    });
    expect(squares.value).toMatch(/^(white|grey) at .+; (white|grey) at .+ \(\d+ %\)$/);
  }
});
