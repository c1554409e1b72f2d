import { chromium } from 'playwright-core';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';
import { ensureBrowser } from '../../scripts/setup/browser.mjs';

/** A browser without a window. */
export async function launchBrowser() {
  return chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/**
 * Loads a webview's page as VS Code does.
 * @param {import('playwright-core').Page} page
 * @param {'webview' | 'dashboard'} bundle of `dist`
 * @param {unknown} state as which the page was left
 */
export async function loadPage(page, bundle, state) {
  await page.setContent('<body class="vscode-dark"><div id="app"></div></body>');
  await page.addStyleTag({ path: path.join(root, 'dist', `${bundle}.css`) });
  await page.evaluate((saved) => {
    globalThis.acquireVsCodeApi = () => ({
      postMessage: () => undefined,
      getState: () => saved,
      setState: () => undefined,
    });
  }, state);
  await page.addScriptTag({ path: path.join(root, 'dist', `${bundle}.js`) });
}
