const locale = 'en-US';
const noValue = '–';
/** Between a number and its unit: no line breaks there. */
const noBreak = '\u00a0';
const percent = `${noBreak}%`;
/**
 * By digits after the decimal point: making a format takes 40 times as long as using it, and the
 * first one 13 ms, which the start of the extension must not.
 */
const fixed = new Map<number, Intl.NumberFormat>();

/**
 * A metric or a loss in digits that stay in place: `0.893`, `5,234.2`, `4.1e-5`; a dash for none.
 * @param digits after the decimal point, two fewer from 100 on
 */
export function formatValue(value: number | null | undefined, digits = 3): string {
  if (value === undefined || value === null) return noValue;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if ((size > 0 && size < 0.5 * 10 ** -digits) || size >= 1e6) return value.toExponential(1);
  const shown = size >= 100 ? digits - 2 : digits;
  return fixedFormat(shown).format(value);
}

function fixedFormat(digits: number): Intl.NumberFormat {
  const known = fixed.get(digits);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  fixed.set(digits, made);
  return made;
}

/** A number whose sign counts: `+0.21`, `−0.21`, `0.00`; a dash for what is not a number. */
export function formatSigned(value: number, digits: number): string {
  if (Number.isNaN(value)) return noValue;
  const sign = value > 0 ? '+' : '−';
  const size = Number.isFinite(value) ? fixedFormat(digits).format(Math.abs(value)) : '∞';
  return /[1-9∞]/.test(size) ? `${sign}${size}` : size;
}

/** A fraction as a change in percent: `+0.4 %`, `−12.0 %`. */
export function formatChange(fraction: number, digits = 1): string {
  return Number.isNaN(fraction) ? noValue : `${formatSigned(100 * fraction, digits)}${percent}`;
}

/** A fraction as a share in percent: `38 %`, with a digit after the point `38.2 %`. */
export function formatShare(fraction: number, digits = 0): string {
  return Number.isNaN(fraction)
    ? noValue
    : `${fixedFormat(digits).format(100 * fraction)}${percent}`;
}

/** `12,345` */
export function formatCount(value: number): string {
  return fixedFormat(0).format(Math.round(value));
}

/** `1 epoch`, `12,345 epochs` */
export function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `0.32 s`, `3.2 s`, `12 s`, `4 min 10 s` or `2 h 5 min`, with spaces where no line breaks. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return quantities([seconds.toFixed(seconds < 0.995 ? 2 : 1), 's']);
  return formatTimeLeft(seconds);
}

/** A duration that is not known to a tenth of a second: `7 s`, `4 min 10 s`. */
export function formatTimeLeft(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 60) return quantities([rounded, 's']);
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return quantities([minutes, 'min'], [rounded % 60, 's']);
  return quantities([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
}

function quantities(
  ...parts: readonly (readonly [count: number | string, unit: string])[]
): string {
  return parts.flat().join(noBreak);
}
