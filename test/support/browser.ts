import { chromium, type Browser } from 'playwright-core';
import { ensureBrowser } from '../../scripts/setup/browser.mjs';

const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chrome, Chromium or Edge of this machine without a window. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), args: quietArguments });
}
