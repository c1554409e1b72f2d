import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, type ErrorReport } from '../../../shared/errors';
import { t } from '../../../shared/l10n';
import { installFailure } from './installFailure';
import { probeTfjsNode, type TfjsNodeVersions } from './probeTfjsNode';
import { runTool } from './runTool';
import { placeTensorflowWheel, wheelFits } from './tensorflowWheel';
import { tfjsNodeVersion } from './tfjsNodeFolder';

export interface InstallOptions {
  /** @param fraction of the step that is done, from 0 to 1, where it is known */
  readonly progress: (step: string, fraction?: number) => void;
  readonly signal: AbortSignal;
}

/** The folder in which an installation is put together. */
interface Stage extends InstallOptions {
  readonly folder: string;
  readonly npm: (...args: string[]) => Promise<string>;
}

/** A way to get libtensorflow and the addon that calls it. */
interface Way {
  readonly name: string;
  readonly fits: boolean;
  readonly run: (stage: Stage) => Promise<void>;
}

const ways: readonly Way[] = [
  { name: t`tfjs-node's own download of libtensorflow`, fits: true, run: useOwnDownload },
  { name: t`libtensorflow from PyPI`, fits: wheelFits(), run: useWheel },
];

/**
 * Puts a working tfjs-node together in a folder, by the first way that leads to one.
 * @throws MtlError `install-failed` with the reason of each way; the signal's reason
 */
export async function stageTfjsNode(
  folder: string,
  options: InstallOptions,
): Promise<TfjsNodeVersions> {
  const { signal } = options;
  const npm = (...args: string[]) => runNpm(args, folder, signal);
  const stage: Stage = { ...options, folder, npm };
  await installPackage(stage);
  const failures: ErrorReport[] = [];
  for (const { name, run } of ways.filter(({ fits }) => fits)) {
    try {
      await run(stage);
      return await probeTfjsNode(join(folder, 'package.json'), signal);
    } catch (error) {
      signal.throwIfAborted();
      const message = `${name}: ${messageOf(error)}`;
      failures.push({ kind: 'backend', code: 'install-step-failed', message });
    }
  }
  throw installFailure(
    'install-failed',
    t`tfjs-node cannot be installed here.`,
    t`The other backends work without it. What failed:`,
    failures,
  );
}

/** tfjs-node's JavaScript and what it depends on. */
async function installPackage({ folder, npm, progress, signal }: Stage): Promise<void> {
  progress(t`Installing the package tfjs-node from npm`);
  await mkdir(folder, { recursive: true });
  const manifest = { private: true, dependencies: { '@tensorflow/tfjs-node': tfjsNodeVersion } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  try {
    await npm('install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund');
  } catch (error) {
    signal.throwIfAborted();
    throw installFailure(
      'install-failed',
      t`The package tfjs-node cannot be installed: ${messageOf(error)}`,
      t`npm has to be on the PATH and has to reach its registry. Then install again.`,
    );
  }
}

async function useOwnDownload({ npm, progress }: Stage): Promise<void> {
  progress(t`Downloading libtensorflow (tfjs-node's own download)`);
  await npm('rebuild', '@tensorflow/tfjs-node', '--ignore-scripts=false');
}

async function useWheel({ folder, progress, signal }: Stage): Promise<void> {
  const tfjsNode = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  const deps = join(tfjsNode, 'deps');
  for (const made of [deps, join(tfjsNode, 'lib'), join(tfjsNode, 'build')]) {
    await rm(made, { recursive: true, force: true });
  }
  const temporary = join(folder, 'temporary');
  const download = t`Downloading libtensorflow from PyPI (207 MB)`;
  progress(download);
  await placeTensorflowWheel(deps, {
    temporary,
    signal,
    downloaded: (fraction) => progress(download, fraction),
  });
  progress(t`Building the addon of tfjs-node (needs a C++ compiler, make and Python)`);
  await runNpm(['exec', '--', 'node-pre-gyp', 'install', '--build-from-source'], tfjsNode, signal);
  for (const done of [temporary, join(deps, 'include'), join(tfjsNode, 'build')]) {
    await rm(done, { recursive: true, force: true });
  }
}

/** Runs npm: the one that runs this process, otherwise the one on the PATH. */
function runNpm(args: readonly string[], cwd: string, signal: AbortSignal): Promise<string> {
  const options = { cwd, signal, env: headersOfNode() };
  const own = process.env['npm_execpath'];
  if (own && /npm-cli\.c?js$/.test(own)) return runTool(process.execPath, [own, ...args], options);
  return runTool(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/** Builds against the headers that came with Node.js, where they did, instead of a download. */
function headersOfNode(): NodeJS.ProcessEnv {
  const prefix = dirname(dirname(process.execPath));
  const found = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  return found ? { npm_config_nodedir: prefix } : {};
}
