/**
 * `npm run test:electron`: the suite of test/vscode in a desktop VS Code: the program that
 * VSCODE_EXEC names, otherwise one that is downloaded.
 */
import { runInherited } from './lib/process.mjs';

process.env.MTL_LAB_HOST = 'electron';
process.exitCode = await runInherited(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project=vscode',
]);
