import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineFiles, targets } from '../../../scripts/lib/vsix.mjs';

test('there is a package for every platform that the engine has a library for', () => {
  const binaries = 'node_modules/onnxruntime-node/bin/napi-v6';
  const found = readdirSync(binaries).flatMap((platform) =>
    readdirSync(`${binaries}/${platform}`).map((arch) => `${platform}-${arch}`),
  );
  expect([...targets].sort()).toEqual(found.sort());
});

test.for(targets)("%s gets the engine's library and its binding", (target) => {
  const files = engineFiles(target);
  expect(files).toHaveLength(2);
  for (const file of files) expect(file).toContain(`/${target.replace('-', '/')}/`);
});

test('a platform without an engine is refused, with those that have one', () => {
  expect(() => engineFiles('web')).toThrow('There is no engine for web');
});
