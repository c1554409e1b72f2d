import { formatCount } from '../src/shared/numberText';

const locale = 'en-US';

/** The label of an axis tick, as short as it can be: `0.05`, `1,200`, `20k`, `1e-5`. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.001) return value.toExponential(0);
  return value.toLocaleString(locale, {
    notation: size >= 10_000 ? 'compact' : 'standard',
    maximumSignificantDigits: 4,
  });
}

/** A speed, to two digits below ten: `4,800`, `62`, `0.85`. */
export function formatSpeed(value: number): string {
  return value < 10 ? value.toPrecision(2) : formatCount(value);
}

/** A shape as the field writes it: `[104]`, `[28, 28, 1]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
