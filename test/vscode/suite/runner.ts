/** Tests by name; each runs alone, in order, and fails by throwing. */
export type Suite = Readonly<Record<string, () => Promise<void>>>;

const timeLimit = 60_000;

/**
 * Runs suites in the extension host, where no test framework is at hand.
 * @throws Error when a test fails, after all have run
 */
export async function runSuites(suites: Readonly<Record<string, Suite>>): Promise<void> {
  const failures: string[] = [];
  for (const [suite, tests] of Object.entries(suites)) {
    for (const [name, test] of Object.entries(tests)) {
      const title = `${suite}: ${name}`;
      const start = performance.now();
      try {
        await withTimeLimit(test());
        say(`ok ${title} (${Math.round(performance.now() - start)} ms)`);
      } catch (error) {
        failures.push(title);
        say(
          `not ok ${title}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} failed: ${failures.join('; ')}`);
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

function say(line: string): void {
  // eslint-disable-next-line no-console -- the extension host hands its console to who launched it
  console.log(line);
}
