import { isRecord } from './isRecord';

/**
 * The value that a record has for a name of a person's file; undefined where it has none, also for
 * the names that every object of JavaScript knows: a column may be called `constructor`.
 */
export function ownValue<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The value of a key of what was read; undefined for what has no keys. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) ? ownValue(value, key) : undefined;
}
