import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';
import { childWay } from './childWay.mjs';

const find = 'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))';

/**
 * The first of these Pythons that has the modules.
 * @param {readonly string[]} pythons
 * @param {readonly string[]} modules
 * @returns {string | undefined}
 */
export function findPython(pythons, modules) {
  return pythons.find((python) => {
    try {
      execFileSync(python, ['-c', find, ...modules], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A way that is a script of bench/python.
 * @param {string | undefined} python undefined where none has the library
 */
export function pythonWay(library, name, python, script, args) {
  if (!python) {
    return { name, missing: `${library}: not found; name a Python that has it with --python` };
  }
  // Without -B, Python leaves compiled files beside the script.
  return childWay(name, python, ['-B', path.join(root, 'bench', 'python', script), ...args]);
}
