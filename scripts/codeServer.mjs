import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ScriptError } from './lib/console.mjs';
import { root, run } from './lib/process.mjs';
import { stopProcessTree } from './lib/processTree.mjs';

const startPatience = 60_000;

/**
 * @typedef {object} CodeServer
 * @property {(folder: string, testsPath?: string, other?: string) => string} url the page that opens
 *   a folder with the extension (or with that of another folder), and runs a test module in its host;
 *   absolute paths
 * @property {() => Promise<void>} stop ends it and all that it started
 * @property {Promise<void>} ended when it ended by itself or by `stop`
 */

/**
 * Starts VS Code as a server on a free port of this machine.
 * @param {object} options
 * @param {string} options.entry code-server's program, see setup/codeServer.mjs
 * @param {string} options.home folder for its settings, extensions and state
 * @param {boolean} [options.trustAll] whether every workspace is trusted without a question
 * @param {string} [options.vsix] a packed extension to install; otherwise that of this repository
 *   runs as one under development
 * @param {string} [options.locale] the display language; a language pack has to be there
 * @param {Readonly<Record<string, string>>} [options.env] variables besides those of this process
 * @returns {Promise<CodeServer>}
 * @throws {ScriptError} when the extension cannot be installed, or it does not listen after a minute
 */
export async function startCodeServer({ entry, home, trustAll = true, vsix, locale, env = {} }) {
  mkdirSync(home, { recursive: true });
  const configFile = path.join(home, 'config.yaml');
  writeFileSync(configFile, 'auth: none\n');
  const program = [
    entry,
    ...['--config', configFile],
    ...['--user-data-dir', path.join(home, 'user-data')],
    ...['--extensions-dir', path.join(home, 'extensions')],
  ];
  if (vsix) await run(process.execPath, [...program, '--install-extension', vsix]);
  const child = spawn(
    process.execPath,
    [
      ...program,
      ...['--auth', 'none'],
      ...['--bind-addr', '127.0.0.1:0'],
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      ...(trustAll ? ['--disable-workspace-trust'] : []),
      ...(locale ? ['--locale', locale] : []),
    ],
    {
      env: { ...process.env, ...env },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise((resolve) => child.on('close', () => resolve()));
  const stop = () => stopProcessTree(child);
  try {
    const address = await listeningAddress(child);
    const extension = vsix ? undefined : linkExtension(home);
    return {
      url: (folder, testsPath, other = extension) =>
        workbenchUrl(address, folder, other, testsPath),
      stop,
      ended,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function listeningAddress(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (message) => reject(new ScriptError(message, { output }));
    const timer = setTimeout(() => fail('code-server did not listen in time'), startPatience);
    const read = (data) => {
      output += String(data);
      const address = /HTTP server listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => fail(`code-server could not start: ${error.message}`));
    child.on('close', (code) => {
      clearTimeout(timer);
      fail(`code-server ended (exit ${code})`);
    });
  });
}

/**
 * VS Code takes a theme of the extension under development before the person's own, and the served
 * VS Code with its themes is inside this repository: by this path, it is not.
 */
function linkExtension(home) {
  const link = path.join(home, 'extension');
  if (!existsSync(link)) symlinkSync(root, link, 'junction');
  return link;
}

function workbenchUrl(address, folder, extension, testsPath) {
  const remote = (file) =>
    new URL(encodeURI(`vscode-remote://${new URL(address).host}${posixPath(file)}`)).href;
  const payload = extension ? [['extensionDevelopmentPath', remote(extension)]] : [];
  if (testsPath) payload.push(['extensionTestsPath', remote(testsPath)]);
  const query = new URLSearchParams({
    folder: posixPath(folder),
    payload: JSON.stringify(payload),
  });
  return `${address}/?${query}`;
}

/** A path as VS Code writes it in a URI. */
function posixPath(file) {
  const slashed = file.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
