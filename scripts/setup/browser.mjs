import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ScriptError, step } from '../lib/console.mjs';
import { findOnPath, run } from '../lib/process.mjs';

const hint = 'install Chrome, Chromium or Edge, or set CHROMIUM_PATH to the program of one of them';

/**
 * The browser that the tests drive; Debian's Chromium is installed when there is none and root asks.
 * @returns {Promise<string>} path of the program
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (!canInstall()) throw new ScriptError('no Chrome, Chromium or Edge was found', { hint });
  await step('Installing Chromium (apt-get)', installChromium);
  const installed = findBrowser();
  if (!installed)
    throw new ScriptError('apt-get installed no Chromium that can be found', { hint });
  return installed;
}

function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new ScriptError(`CHROMIUM_PATH names no file: ${chosen}`, { hint });
  }
  return findOnPath(linuxNames) ?? usualPlaces().find((file) => existsSync(file));
}

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

function usualPlaces() {
  if (process.platform === 'darwin')
    return ['/', homedir()].flatMap((top) =>
      ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) =>
        path.join(top, 'Applications', `${name}.app`, 'Contents', 'MacOS', name),
      ),
    );
  const { ProgramFiles, 'ProgramFiles(x86)': x86, LOCALAPPDATA } = process.env;
  return [ProgramFiles, x86, LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((top) => [
      path.join(top, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.join(top, 'Chromium', 'Application', 'chrome.exe'),
      path.join(top, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]);
}

function canInstall() {
  return process.platform === 'linux' && process.getuid() === 0 && Boolean(findOnPath(['apt-get']));
}

async function installChromium() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, hint });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    env,
    hint,
  });
}
