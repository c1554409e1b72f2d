import { CategoryColumn } from './categoryColumn';
import { CodedNumbers } from './codedNumbers';
import { NumberColumn, type Numbers } from './numberColumn';

/**
 * A column that may be of numbers or of categories. While it has few different texts, these are kept
 * once each and rows refer to them; from `limit` on its numbers are kept instead.
 */
export class EitherColumn {
  readonly categories: CategoryColumn;
  private manyNumbers: NumberColumn | undefined;

  constructor(private readonly limit: number) {
    this.categories = new CategoryColumn(limit);
  }

  get numbers(): Numbers {
    return this.manyNumbers ?? new CodedNumbers(this.categories);
  }

  /** As {@link NumberColumn.release}. */
  release(end: number): void {
    this.manyNumbers?.release(end);
  }

  push(text: string): void {
    this.categories.push(text);
    if (this.manyNumbers) this.manyNumbers.push(text);
    else if (this.categories.texts.length === this.limit) {
      this.manyNumbers = NumberColumn.from(new CodedNumbers(this.categories));
    }
  }

  pushMissing(): void {
    this.categories.pushMissing();
    this.manyNumbers?.pushMissing();
  }
}
