/** What the suite inside the extension host tells the test that started it: a JSON file. */
export const reportVariable = 'MTL_LAB_SUITE_REPORT';

export interface SuiteCase {
  readonly name: string;
  /** Why it failed, with the stack; absent when it passed. */
  readonly error?: string;
}

export interface SuiteReport {
  readonly cases: readonly SuiteCase[];
  /** The case that has begun and is not over. */
  readonly running?: string;
}
