import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { SourceLocation } from '../../shared/errors';
import type { ModuleBundle } from './bundleModule';

/** The name of the script in stack traces. */
export const scriptName = 'mtl-lab-model.js';

const mapPrefix = '//# sourceMappingURL=data:application/json;base64,';

/** Finds where in a module's sources something of its bundle stands. */
export class SourcePlaces {
  private readonly map: SourceMap | undefined;

  constructor(private readonly bundle: ModuleBundle) {
    const start = bundle.code.lastIndexOf(mapPrefix);
    if (start === -1) return;
    const encoded = bundle.code.slice(start + mapPrefix.length).trimEnd();
    const text = Buffer.from(encoded, 'base64').toString();
    this.map = new SourceMap(JSON.parse(text) as SourceMapPayload);
  }

  /** The innermost line of the module that an error comes from; undefined when it has no such line. */
  ofError(error: unknown): SourceLocation | undefined {
    const stack = typeof error === 'object' && error && 'stack' in error ? error.stack : undefined;
    const [, line, column] = placeInStack.exec(String(stack)) ?? [];
    return line === undefined ? undefined : this.at(Number(line), Number(column));
  }

  /** Where a function of the module is written. */
  ofFunction(code: (...args: never[]) => unknown): SourceLocation {
    const start = this.bundle.code.indexOf(String(code));
    const before = this.bundle.code.slice(0, Math.max(start, 0)).split('\n');
    const place = this.at(before.length, (before.at(-1)?.length ?? 0) + 1);
    return start === -1 ? { file: this.bundle.file } : place;
  }

  /** @param line in the bundle, as the column counted from 1 */
  private at(line: number, column: number): SourceLocation {
    const found = this.map?.findEntry(line - 1, column - 1);
    if (!found || !('originalSource' in found)) return { file: this.bundle.file };
    return {
      file: resolve(dirname(this.bundle.file), found.originalSource),
      line: found.originalLine + 1,
      column: found.originalColumn + 1,
    };
  }
}

const placeInStack = new RegExp(`${scriptName.replaceAll('.', '\\.')}:(\\d+):(\\d+)`);
