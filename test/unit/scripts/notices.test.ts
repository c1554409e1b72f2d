import { expect, test } from 'vitest';
import { thirdPartyNotices } from '../../../scripts/lib/notices.mjs';

const inputs = [
  'src/extension/extension.ts',
  'node_modules/uplot/dist/uPlot.esm.js',
  'node_modules/uplot/dist/uPlot.min.css',
  'node_modules/@tensorflow/tfjs-core/dist/index.js',
];

/** The part of each package, by name. */
const parts = new Map(
  thirdPartyNotices(inputs)
    .split('='.repeat(80))
    .slice(1)
    .map((part) => [part.trim().split(' ')[0], part]),
);

test('each package is named once, also those that are shipped as they are', () => {
  expect([...parts.keys()].sort()).toEqual([
    '@tensorflow/tfjs-core',
    'onnxruntime-common',
    'onnxruntime-node',
    'uplot',
  ]);
});

test('a package has its own licence text, or the text of the licence that it names', () => {
  expect(parts.get('uplot')).toMatch(/Licence: MIT\s.*Copyright \(c\) \d+ Leon Sorokin/s);
  expect(parts.get('@tensorflow/tfjs-core')).toContain('Apache License');
  expect(parts.get('onnxruntime-node')).toMatch(/Microsoft Corporation.*Permission is hereby/s);
});

test('a package that is not installed is an error', () => {
  expect(() => thirdPartyNotices(['node_modules/nothing/index.js'])).toThrow('nothing');
});
