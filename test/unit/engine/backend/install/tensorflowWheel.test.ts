import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { placeTensorflowWheel } from '../../../../../src/engine/backend/install/tensorflowWheel';

/** Writes a wheel that pip takes for TensorFlow's and that brings a library of its own. */
const forge = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + '/' + name, 'w') as wheel:
    info = 'tensorflow_cpu-2.15.1.dist-info/'
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: tensorflow-cpu\\nVersion: 2.15.1\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: ' + tag + '\\n')
    wheel.writestr(info + 'RECORD', '')
    wheel.writestr('tensorflow/libtensorflow_cc.so.2', 'not the published library')
`;

it('takes nothing from a wheel that is not the published one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mtl-lab-wheel-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const tag = 'cp311-cp311-manylinux_2_17_x86_64';
  const names = `name = 'tensorflow_cpu-2.15.1-${tag}.whl'\ntag = '${tag}'`;
  execFileSync('python3', ['-c', names + forge, folder]);
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const placing = placeTensorflowWheel(join(folder, 'deps'), {
    temporary: join(folder, 'temporary'),
    signal: new AbortController().signal,
    downloaded: () => undefined,
  });
  await expect(placing).rejects.toThrow(
    /tensorflow-cpu==2\.15\.1 is not the published one \(sha256/,
  );
  expect(existsSync(join(folder, 'deps'))).toBe(false);
  expect(existsSync(join(folder, 'temporary', 'tensorflow'))).toBe(false);
});
