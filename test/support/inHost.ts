import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchBrowser } from './browser';
import { startVsCode } from './codeServer';
import { reportVariable, type SuiteCase, type SuiteReport } from './suiteReport';

/** A module with `run()` for the extension host, and the folder that VS Code has open. */
export interface HostSuite {
  readonly entryPoint: string;
  readonly folder: string;
  /** Milliseconds without the end of a case after which the suite counts as hanging. */
  readonly patience: number;
}

/**
 * Runs a suite inside VS Code: the served one, or with `MTL_LAB_HOST=electron` a desktop one
 * (the program in `VSCODE_EXEC`, otherwise the oldest supported version is downloaded).
 * @returns the results of its cases; one in which it stopped short has failed
 * @throws when no case of the suite began
 */
export async function runInHost(suite: HostSuite): Promise<readonly SuiteCase[]> {
  const testsPath = await bundle(suite.entryPoint);
  const folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-suite-'));
  const reportFile = path.join(folder, 'report.json');
  const host = process.env.MTL_LAB_HOST === 'electron' ? runInDesktop : runInServer;
  try {
    const failure = await host(suite, testsPath, reportFile).then(() => undefined, String);
    if (!existsSync(reportFile)) throw new Error(`the suite did not begin: ${failure ?? ''}`);
    const { cases, running } = JSON.parse(await readFile(reportFile, 'utf8')) as SuiteReport;
    return running === undefined
      ? cases
      : [...cases, { name: running, error: `the suite stopped here: ${failure ?? ''}` }];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bundle(entryPoint: string): Promise<string> {
  const outfile = path.resolve('out', 'suite', 'index.cjs');
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** VS Code in the browser calls these two functions of the page while it runs a test module. */
async function runInServer(suite: HostSuite, testsPath: string, reportFile: string): Promise<void> {
  const vsCode = await startVsCode({ env: { [reportVariable]: reportFile } });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const output: string[] = [];
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      output.push(args.map(String).join(' '));
    });
    const status = new Promise<number | string>((resolve) => {
      page.once('close', () => resolve('the page of VS Code was closed'));
      page.once('crash', () => resolve('the page of VS Code crashed'));
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.goto(vsCode.url(suite.folder, testsPath));
    const code = await Promise.race([status, hanging(reportFile, suite.patience)]);
    if (code !== 0) throw new Error(`${output.slice(-20).join('\n')}\n(${code})`);
  } finally {
    await browser.close();
    await vsCode.stop();
  }
}

async function runInDesktop(
  suite: HostSuite,
  testsPath: string,
  reportFile: string,
): Promise<void> {
  const executable = process.env.VSCODE_EXEC;
  await runTests({
    ...(executable ? { vscodeExecutablePath: executable } : { version: '1.100.0' }),
    extensionDevelopmentPath: path.resolve('.'),
    extensionTestsPath: testsPath,
    extensionTestsEnv: { [reportVariable]: reportFile },
    launchArgs: [suite.folder, '--disable-extensions', '--disable-workspace-trust'],
  });
}

/** Comes when nothing has been reported for `patience` milliseconds. */
async function hanging(reportFile: string, patience: number): Promise<string> {
  for (let heard = Date.now(); Date.now() - heard < patience;) {
    await delay(1000, undefined, { ref: false });
    const changed = await stat(reportFile).catch(() => undefined);
    if (changed) heard = Math.max(heard, changed.mtimeMs);
  }
  return `nothing for ${patience / 1000} s`;
}
