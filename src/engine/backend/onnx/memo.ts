/** Results by key, each made once. */
export class Memo<Result> {
  private readonly results = new Map<string, Result>();

  get(key: string, make: () => Result): Result {
    const known = this.results.get(key);
    if (known !== undefined) return known;
    const result = make();
    this.results.set(key, result);
    return result;
  }
}
