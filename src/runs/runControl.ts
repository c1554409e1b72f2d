import { readFile, utimes } from 'node:fs/promises';
import { writeFileAtomic } from './atomicFile';
import { runFiles } from './runFiles';

/** What a person wants of a run that goes on: the content of `control.json` in its directory. */
export interface RunControl {
  readonly wanted: 'run' | 'pause' | 'stop';
  /** Single steps asked for so far. */
  readonly steps: number;
}

export type RunAction = 'pause' | 'step' | 'continue' | 'stop';

/** @returns what is wanted; undefined when nobody has said, or what is said is not readable */
export async function readControl(directory: string): Promise<RunControl | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(runFiles(directory).control, 'utf8'));
    return isRunControl(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Controls a run that another process trains, through its directory: the process sees what is
 * wanted within a moment, whoever started it.
 */
export class RemoteControl {
  private written: Promise<void> = Promise.resolve();

  constructor(private readonly directory: string) {}

  /** Resolves when what is wanted is written. @throws Error of the file system */
  act(action: RunAction): Promise<void> {
    return this.write(({ steps }) =>
      action === 'step'
        ? { wanted: 'pause', steps: steps + 1 }
        : { wanted: action === 'continue' ? 'run' : action, steps },
    );
  }

  /** Says that somebody is there who watches the run. @throws Error of the file system */
  async attend(): Promise<void> {
    const now = new Date();
    const { control } = runFiles(this.directory);
    await utimes(control, now, now).catch(() => this.write((wanted) => wanted));
  }

  /** One after another: two writers of a file would be in each other's way. */
  private write(change: (before: RunControl) => RunControl): Promise<void> {
    const write = async (): Promise<void> => {
      const before = (await readControl(this.directory)) ?? { wanted: 'run', steps: 0 };
      const { control } = runFiles(this.directory);
      await writeFileAtomic(control, `${JSON.stringify(change(before))}\n`);
    };
    this.written = this.written.then(write, write);
    return this.written;
  }
}

function isRunControl(value: unknown): value is RunControl {
  if (typeof value !== 'object' || value === null) return false;
  const { wanted, steps } = value as Partial<RunControl>;
  return ['run', 'pause', 'stop'].includes(String(wanted)) && Number.isSafeInteger(steps);
}
