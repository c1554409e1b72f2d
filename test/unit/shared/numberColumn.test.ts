import { describe, expect, it } from 'vitest';
import { NumberColumn } from '../../../src/shared/numberColumn';

describe('NumberColumn', () => {
  it('keeps every value in order while it grows', () => {
    const column = new NumberColumn();
    const values = Array.from({ length: 1000 }, (_, index) => index ** 2);
    for (const value of values) column.push(value);
    expect([...column.values]).toEqual(values);
    expect([column.length, column.last]).toEqual([1000, 999 ** 2]);
  });
});
