/** The number a text stands for; NaN when it is none, is not finite, or is written in base 2, 8 or 16. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) return Number.NaN;
  if (value === 0 && text.trim() === '') return Number.NaN;
  // Number('0x10') is 16, but a person who writes 0x10 means a code.
  return text.length > 2 && /^\s*0[xob]/i.test(text) ? Number.NaN : value;
}
