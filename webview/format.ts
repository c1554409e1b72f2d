const locale = 'en-US';
const noValue = '–';

/** A metric or a loss in digits that stay in place: `0.893`, `5,234.2`, `4.1e-5`; a dash for none. */
export function formatValue(value: number | null | undefined): string {
  if (value === undefined || value === null) return noValue;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if ((size > 0 && size < 0.0005) || size >= 1e6) return value.toExponential(1);
  const digits = size >= 100 ? 1 : 3;
  return value.toLocaleString(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** The label of an axis tick, as short as it can be: `0.05`, `1,200`, `20k`, `1e-5`. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.001) return value.toExponential(0);
  return value.toLocaleString(locale, {
    notation: size >= 10_000 ? 'compact' : 'standard',
    maximumSignificantDigits: 4,
  });
}

/** `12,345` */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString(locale);
}

/** A speed, to two digits below ten: `4,800`, `62`, `0.85`. */
export function formatSpeed(value: number): string {
  return value < 10 ? value.toPrecision(2) : formatCount(value);
}

/** `3.2 s`, `12 s`, `4 min 10 s` or `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : formatTimeLeft(seconds);
}

/** A duration that is not known to a tenth of a second: `7 s`, `4 min 10 s`. */
export function formatTimeLeft(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A shape as the field writes it: `[104]`, `[28, 28, 1]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
