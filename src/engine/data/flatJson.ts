import type { Cell } from './tableFile';

const text = String.raw`"[^"\\\x00-\x1f]*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const space = String.raw`[ \t\r\n]*`;
/** Numbers that `String` writes as they stand: few digits, no zero at the end, not tiny. */
const shortest = /^-?(?:[1-9]\d{0,14}|(?:0|[1-9]\d{0,4})\.(?!0{5})\d{0,9}[1-9])$/;
/** Failures on end after which lines are taken to be of another form: trying costs time, too. */
const patience = 16;
/** The pattern of more keys takes long to compile, or cannot be. */
const mostKeys = 500;

/**
 * Reads objects as programs write them, in a fraction of the time of `JSON.parse`: known keys in
 * order, any of them left out, and values that are numbers, texts without escapes, true, false or
 * null. What matches is valid JSON, and its cells are those of `JSON.parse`; what does not may be
 * valid or not.
 */
export class FlatJson {
  /** Undefined for too many keys. */
  private readonly pattern: RegExp | undefined;
  private failures = 0;

  /** @param keys in the order in which objects have them */
  constructor(keys: readonly string[]) {
    if (keys.length > mostKeys) return;
    const pairs = keys.map((key) => {
      const name = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
      const value = `(${text}|${number}|true|false|null)`;
      return `(?:${name}${space}:${space}${value}${space}(?:,${space}(?=")|(?=})))?`;
    });
    this.pattern = new RegExp(`^${space}{${space}${pairs.join('')}}${space}$`);
  }

  /** Whether a line is such an object. */
  matches(line: string): boolean {
    return this.likely !== undefined && this.noted(this.likely.test(line));
  }

  /** Reads a line's values into `cells`, by key. @returns whether it is such an object */
  read(line: string, cells: Cell[]): boolean {
    const match = this.likely?.exec(line);
    if (!this.noted(Boolean(match)) || !match) return false;
    for (let key = 0; key < cells.length; key++) cells[key] = cellOf(match[key + 1]);
    return true;
  }

  /** The pattern while it is worth trying. */
  private get likely(): RegExp | undefined {
    return this.failures < patience ? this.pattern : undefined;
  }

  private noted(isMatch: boolean): boolean {
    this.failures = isMatch ? 0 : this.failures + 1;
    return isMatch;
  }
}

function cellOf(value: string | undefined): Cell {
  if (value === undefined || value === 'null') return undefined;
  if (value.startsWith('"')) return value.slice(1, -1);
  if (value === 'true' || value === 'false' || shortest.test(value)) return value;
  return String(Number(value));
}
