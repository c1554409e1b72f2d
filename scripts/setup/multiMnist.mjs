/**
 * Makes the pictures of the sample `multi-mnist` of the digits of MNIST, which come with the package
 * `mnist`: two digits a picture, as in Sabour et al. (NeurIPS 2017, 1710.09829) and in the
 * experiments of Sener & Koltun (NeurIPS 2018, 1810.04650).
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../lib/process.mjs';

const digitSide = 28;
const side = 36;
/** Pixels by which a digit is moved at most from its corner. */
const mostMoved = 4;
const seed = 20171026;
/** Pictures, and the share of the digits that they are made of: no digit is in both parts. */
const parts = [
  { name: 'train', pictures: 6000, from: 0, to: 0.8 },
  { name: 'test', pictures: 1500, from: 0.8, to: 1 },
];

/** Writes the files that are not there yet. @param {string} [folder] the sample's */
export function ensureMultiMnist(folder = path.join(root, 'samples', 'multi-mnist')) {
  const files = parts.flatMap(({ name }) => Object.values(fileNames(name)));
  if (files.every((name) => existsSync(path.join(folder, name)))) return;
  mkdirSync(folder, { recursive: true });
  const random = randomNumbers(seed);
  const digits = shuffled(readDigits(), random);
  for (const part of parts) {
    const { images, labels } = compose(
      digits.slice(part.from * digits.length, part.to * digits.length),
      part.pictures,
      random,
    );
    const names = fileNames(part.name);
    writeIdx(path.join(folder, names.images), [part.pictures, side, side], images);
    writeIdx(path.join(folder, names.labels), [part.pictures, 2], labels);
  }
}

function fileNames(part) {
  return { images: `${part}-images-idx3-ubyte.gz`, labels: `${part}-labels-idx2-ubyte.gz` };
}

/** All digits of the package: pixels as bytes, and which digit it is. */
function readDigits() {
  const folder = path.dirname(createRequire(import.meta.url).resolve('mnist/package.json'));
  const size = digitSide ** 2;
  return Array.from({ length: 10 }, (_, label) => {
    const file = path.join(folder, 'src', 'digits', `${label}.json`);
    const { data } = JSON.parse(readFileSync(file, 'utf8'));
    const bytes = Uint8Array.from(data, (value) => Math.round(value * 255));
    return Array.from({ length: bytes.length / size }, (__, index) => ({
      label,
      pixels: bytes.subarray(index * size, (index + 1) * size),
    }));
  }).flat();
}

/** Two digits a picture, one towards each corner; where they overlap, the lighter pixel is seen. */
function compose(digits, count, random) {
  const images = new Uint8Array(count * side * side);
  const labels = new Uint8Array(count * 2);
  for (let index = 0; index < count; index++) {
    const picture = images.subarray(index * side * side, (index + 1) * side * side);
    for (const place of [0, 1]) {
      const { label, pixels } = digits[Math.floor(random() * digits.length)];
      const [top, left] = [0, 0].map(
        () => place * mostMoved + Math.floor(random() * (mostMoved + 1)),
      );
      labels[2 * index + place] = label;
      pixels.forEach((pixel, at) => {
        const row = top + Math.floor(at / digitSide);
        const to = row * side + left + (at % digitSide);
        picture[to] = Math.max(picture[to], pixel);
      });
    }
  }
  return { images, labels };
}

/** The format of MNIST: bytes of any shape. Its name is given to a file that is complete only. */
function writeIdx(file, shape, bytes) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt8(0x08, 2);
  header.writeUInt8(shape.length, 3);
  shape.forEach((length, index) => header.writeUInt32BE(length, 4 + 4 * index));
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, gzipSync(Buffer.concat([header, bytes])));
  renameSync(unfinished, file);
}

function shuffled(items, random) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** Mulberry32: numbers in [0, 1), the same on every machine. */
function randomNumbers(start) {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
