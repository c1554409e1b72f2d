import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';

/** Where Node.js processes of a coverage run write what they counted; pages write theirs there, too. */
const folder = process.env.NODE_V8_COVERAGE;

/** Counts what runs in a page and its webviews, in a coverage run. */
export async function startPageCoverage(page: Page): Promise<void> {
  if (folder) await page.coverage.startJSCoverage({ resetOnNavigation: false });
}

/** Writes what was counted of the extension's pages, in the form in which Node.js does. */
export async function writePageCoverage(page: Page): Promise<void> {
  if (!folder) return;
  const scripts = await page.coverage.stopJSCoverage();
  const result = scripts.flatMap(({ url, scriptId, functions }) => {
    const bundle = /\/dist\/(\w+\.js)/.exec(url)?.[1];
    if (!bundle) return [];
    return [{ scriptId, url: pathToFileURL(path.resolve('dist', bundle)).href, functions }];
  });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `page-${randomUUID()}.json`), JSON.stringify({ result }));
}
