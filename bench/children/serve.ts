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

/**
 * Starts to measure time and, all threads together, that of the processor, which a busy machine
 * disturbs less.
 * @returns both since then, for each of `count` units
 */
export function startClock(): (count: number, unit: string) => Figures {
  const cpu = process.cpuUsage();
  const start = performance.now();
  return (count, unit) => {
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    return {
      [`ms/${unit}`]: milliseconds / count,
      [`CPU ms/${unit}`]: (user + system) / 1000 / count,
    };
  };
}
