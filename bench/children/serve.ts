import { createInterface } from 'node:readline';

/** What a round measured, by name with unit; less is better. */
export type Figures = Readonly<Record<string, number>>;

export interface Opened {
  /** Measured once, while it opened. */
  readonly figures: Figures;
  readonly note?: string;
  readonly round: () => Promise<Figures>;
}

/**
 * The child's side of bench/harness/childWay.mjs: opens what is measured, warms it up with a round
 * that does not count, then runs a round for each line that comes.
 */
export async function serve(open: () => Promise<Opened>): Promise<void> {
  const { figures, note, round } = await open();
  await round();
  say({ figures, note });
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) say({ figures: await round() });
}

function say(answer: { readonly figures: Figures; readonly note?: string | undefined }): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Milliseconds that `work` takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Time of a step and, all threads together, of the processor, which a busy machine disturbs less. */
export async function timeSteps(steps: number, work: () => Promise<unknown>): Promise<Figures> {
  const before = process.cpuUsage();
  const milliseconds = await time(work);
  const { user, system } = process.cpuUsage(before);
  return { 'ms/step': milliseconds / steps, 'CPU ms/step': (user + system) / 1000 / steps };
}
