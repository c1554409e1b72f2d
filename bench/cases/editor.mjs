import { chromium } from 'playwright-core';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCodeServer } from '../../scripts/codeServer.mjs';
import { root } from '../../scripts/lib/process.mjs';
import { ensureBrowser } from '../../scripts/setup/browser.mjs';
import { ensureCodeServer } from '../../scripts/setup/codeServer.mjs';
import { copySample } from '../harness/samples.mjs';
import { takeTurns } from '../harness/takeTurns.mjs';

const patience = 60_000;
/** Until a window that was just opened has started all else that it starts. */
const settling = 5000;

/** Activation of the extension, and the time from the command to the first value on screen. */
export const editor = {
  name: 'editor',
  title: 'In VS Code (served, in Chromium)',
  async measure() {
    const rows = await takeTurns([{ name: 'adult', start: startEditor }], 1);
    const [{ figures }] = rows;
    const limits = [
      { name: 'activation ms', value: figures['activation ms'], atMost: 50 },
      { name: 'command to first metric s', value: figures['first metric s'], atMost: 3 },
    ];
    return { rows, limits };
  },
};

async function startEditor() {
  const entry = await ensureCodeServer();
  const home = mkdtempSync(path.join(tmpdir(), 'mtl-'));
  const file = path.join(home, 'activation');
  const folder = path.join(home, 'adult');
  copySample('adult', folder);
  const server = await startCodeServer({ entry, home, env: { MTL_LAB_BENCH_FILE: file } });
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  return {
    async round() {
      const activation = await measureActivation(browser, server, folder, home, file);
      const firstMetric = await measureFirstMetric(browser, server, folder);
      return { 'activation ms': activation, 'first metric s': firstMetric };
    },
    async stop() {
      await browser.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      return {};
    },
  };
}

async function measureActivation(browser, server, folder, home, file) {
  const page = await browser.newPage();
  await page.exposeFunction('codeAutomationLog', () => undefined);
  const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  const tests = path.join(root, 'bench', 'children', 'activation.cjs');
  await page.goto(server.url(folder, tests, patientExtension(home)));
  await Promise.race([ended, page.waitForTimeout(patience)]);
  await page.close();
  if (!existsSync(file)) throw new Error('the extension host did not say how long activation took');
  return Number(readFileSync(file, 'utf8'));
}

/** The extension, except that it does not start by itself: then its start could not be measured. */
function patientExtension(home) {
  const folder = path.join(home, 'patient');
  mkdirSync(folder);
  for (const part of ['dist', 'media']) symlinkSync(path.join(root, part), path.join(folder, part));
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const own = { ...manifest, activationEvents: [] };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(own));
  return folder;
}

async function measureFirstMetric(browser, server, folder) {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(server.url(folder));
  await page.locator('.activitybar').getByRole('tab', { name: 'MTL Lab' }).click();
  const view = page
    .frameLocator('iframe.webview.ready[src*="extensionId=mtl-lab"]')
    .frameLocator('#active-frame');
  await view.getByRole('button', { name: 'Train' }).waitFor();
  const find = async (keys, text, choice) => {
    await page.keyboard.press(keys);
    await page.locator('.quick-input-widget input[type="text"]').first().fill(text);
    const rows = page.locator('.quick-input-widget .monaco-list-row');
    const row = rows.filter({ hasText: choice }).first();
    await row.waitFor();
    return row;
  };
  await (await find('Control+P', 'adult.mtl.json', 'adult.mtl.json')).click();
  await page.locator('.tabs-container').getByRole('tab', { name: 'adult.mtl.json' }).waitFor();
  await page.waitForTimeout(settling);
  const command = await find('F1', '>MTL Lab: Train', 'Train Multi-Task Model');
  const start = performance.now();
  await command.click();
  await view.locator('table.tasks td', { hasText: /\d/ }).first().waitFor();
  return (performance.now() - start) / 1000;
}
