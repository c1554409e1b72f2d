import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from './browser';
import { startVsCode } from './codeServer';
import { reportVariable, type SuiteReport } from './suiteReport';

/** A module with `run()` for the extension host, and the folder that VS Code has open. */
export interface HostSuite {
  readonly entryPoint: string;
  readonly folder: string;
  /** Milliseconds after which the suite counts as hanging. */
  readonly patience: number;
}

/**
 * Runs a suite inside VS Code: the served one, or with `MTL_LAB_HOST=electron` a desktop one
 * (the program in `VSCODE_EXEC`, otherwise the oldest supported version is downloaded).
 * @returns the results of its cases
 * @throws when the suite did not come to its end
 */
export async function runInHost(suite: HostSuite): Promise<SuiteReport> {
  const testsPath = await bundle(suite.entryPoint);
  const folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-suite-'));
  const reportFile = path.join(folder, 'report.json');
  const env = { [reportVariable]: reportFile };
  const host = process.env.MTL_LAB_HOST === 'electron' ? runInDesktop : runInServer;
  try {
    await host(suite, testsPath, env).catch((error: unknown) => {
      // A failed case fails the whole, too; the report says which.
      if (!existsSync(reportFile)) throw error;
    });
    return JSON.parse(await readFile(reportFile, 'utf8')) as SuiteReport;
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

type Environment = Readonly<Record<string, string>>;

/** VS Code in the browser calls these two functions of the page while it runs a test module. */
async function runInServer(suite: HostSuite, testsPath: string, env: Environment): Promise<void> {
  const vsCode = await startVsCode({ env });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const output: string[] = [];
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      output.push(args.map(String).join(' '));
    });
    const status = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.goto(vsCode.url(suite.folder, testsPath));
    const code = await Promise.race([status, hanging(suite.patience)]);
    if (code !== 0) throw new Error(`the suite failed (${code}):\n${output.join('\n')}`);
  } finally {
    await browser.close();
    await vsCode.stop();
  }
}

async function runInDesktop(suite: HostSuite, testsPath: string, env: Environment): Promise<void> {
  const executable = process.env.VSCODE_EXEC;
  await runTests({
    ...(executable ? { vscodeExecutablePath: executable } : { version: '1.100.0' }),
    extensionDevelopmentPath: path.resolve('.'),
    extensionTestsPath: testsPath,
    extensionTestsEnv: env,
    launchArgs: [suite.folder, '--disable-extensions', '--disable-workspace-trust'],
  });
}

function hanging(patience: number): Promise<'hanging'> {
  return new Promise((resolve) => setTimeout(() => resolve('hanging'), patience).unref());
}
