import { readFile } from 'node:fs/promises';

/**
 * Lets a bundle use VS Code's interface as it is required. As a namespace, each of the files that
 * import it would have a copy of its 400 names, and making those took half of the time in which the
 * extension is loaded.
 * @type {import('esbuild').Plugin}
 */
export const plainVscode = {
  name: 'plain vscode',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]extension[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /^import \* as vscode from 'vscode';$/m,
        `const vscode = require('vscode');`,
      ),
      loader: 'ts',
    }));
  },
};
