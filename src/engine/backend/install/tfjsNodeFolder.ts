import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { t } from '../../../shared/l10n';

/** The version that is installed on demand; its TensorFlow.js has to be ours. */
export const tfjsNodeVersion = '4.22.0';

/**
 * Where tfjs-node is installed on demand: a folder of this user, shared by the command line and the
 * editor. `MTL_LAB_DATA` names another place for it.
 */
export function tfjsNodeFolder(): string {
  return join(dataFolder(), `tfjs-node-${tfjsNodeVersion}`);
}

/**
 * Files from which `@tensorflow/tfjs-node` can be required, the preferred one first: our own package
 * (a clone in which it works), then the folder in which it is installed on demand.
 */
export function tfjsNodeOrigins(folder = tfjsNodeFolder()): readonly string[] {
  return [join(__dirname, 'package.json'), join(folder, 'package.json')];
}

/**
 * Why tfjs-node works in none of its places.
 * @param messages of the errors, in the order of `tfjsNodeOrigins`
 */
export function whyUnusable(messages: readonly string[]): string {
  const found = messages.filter((message) => !message.startsWith('Cannot find module'));
  return found.at(-1) ?? t`it is not installed`;
}

function dataFolder(): string {
  const { MTL_LAB_DATA, LOCALAPPDATA, XDG_DATA_HOME } = process.env;
  if (MTL_LAB_DATA) return resolve(MTL_LAB_DATA);
  if (process.platform === 'win32') {
    return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'mtl-lab');
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', 'mtl-lab');
  }
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'mtl-lab');
}
