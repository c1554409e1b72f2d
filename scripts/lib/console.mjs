/** An error that a person can act on: what failed, the end of its output, what to do. */
export class ScriptError extends Error {
  /**
   * @param {string} message
   * @param {{ output?: string, hint?: string }} [details]
   */
  constructor(message, { output = '', hint = '' } = {}) {
    super(message);
    this.output = output;
    this.hint = hint;
  }
}

const shownLines = 25;

/** @param {unknown} error */
export function printError(error) {
  if (!(error instanceof ScriptError)) {
    console.error(error);
    return;
  }
  console.error(`\nError: ${error.message}`);
  const lines = error.output.trimEnd().split('\n').slice(-shownLines);
  if (error.output.trim()) console.error(lines.map((line) => `  | ${line}`).join('\n'));
  if (error.hint) console.error(`What to do: ${error.hint}`);
}

/**
 * Says what is done, does it, and says how long it took.
 * @template Result
 * @param {string} title
 * @param {() => Promise<Result>} work
 */
export async function step(title, work) {
  console.log(`> ${title} ...`);
  const start = performance.now();
  const result = await work();
  console.log(`  ${title}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
