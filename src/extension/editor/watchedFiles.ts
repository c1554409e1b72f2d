import { unwatchFile, watchFile, type Stats } from 'node:fs';

/** Milliseconds between two looks at a file. */
const interval = 1000;

interface Watched {
  readonly files: readonly string[];
  readonly stop: () => void;
}

/**
 * Tells when files change, come or go. It looks at them again and again: that works outside of the
 * workspace, on network drives and for files whose folder is not there yet.
 */
export class WatchedFiles {
  private readonly watched = new Map<string, Watched>();

  /** Watches these files for an owner, and no longer those that it named before. */
  watch(owner: string, files: readonly string[], changed: () => void): void {
    if (this.watched.get(owner)?.files.join('\n') === files.join('\n')) return;
    this.leave(owner);
    const look = (now: Stats, before: Stats): void => {
      if (now.mtimeMs !== before.mtimeMs || now.size !== before.size) changed();
    };
    for (const file of files) watchFile(file, { interval, persistent: false }, look);
    const stop = (): void => files.forEach((file) => unwatchFile(file, look));
    this.watched.set(owner, { files, stop });
  }

  leave(owner: string): void {
    this.watched.get(owner)?.stop();
    this.watched.delete(owner);
  }

  dispose(): void {
    for (const owner of [...this.watched.keys()]) this.leave(owner);
  }
}
