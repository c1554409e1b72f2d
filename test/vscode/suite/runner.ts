import { rename, writeFile } from 'node:fs/promises';
import { reportVariable, type SuiteCase, type SuiteReport } from '../../support/suiteReport';

/** Tests by name; each runs alone, in order, and fails by throwing. */
export type Suite = Readonly<Record<string, () => Promise<void>>>;

const timeLimit = 60_000;

/**
 * Runs suites in the extension host, where no test framework is at hand. Where the test that
 * started VS Code looks for results it finds, at any time, what is over and what is going on.
 * @param recover called after a test that failed, so that the next one can do its work
 * @throws Error when a test fails, after all have run
 */
export async function runSuites(
  suites: Readonly<Record<string, Suite>>,
  recover: () => Promise<void>,
): Promise<void> {
  const cases: SuiteCase[] = [];
  for (const [suite, tests] of Object.entries(suites))
    for (const [title, test] of Object.entries(tests)) {
      const name = `${suite}: ${title}`;
      await report({ cases, running: name });
      const result = await runCase(name, test);
      if (result.error !== undefined) await runCase('recovery', recover);
      cases.push(result);
    }
  await report({ cases });
  const failed = cases.filter(({ error }) => error !== undefined);
  if (failed.length > 0) throw new Error(`${failed.length} of ${cases.length} tests failed`);
}

/** In one stroke, so that a reader never meets half a report. */
async function report(suite: SuiteReport): Promise<void> {
  const file = process.env[reportVariable];
  if (!file) throw new Error(`${reportVariable} does not name a file`);
  await writeFile(`${file}.new`, JSON.stringify(suite));
  await rename(`${file}.new`, file);
}

async function runCase(name: string, test: () => Promise<void>): Promise<SuiteCase> {
  try {
    await withTimeLimit(test());
    return { name };
  } catch (error) {
    return { name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function withTimeLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${timeLimit} ms`)), timeLimit);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
