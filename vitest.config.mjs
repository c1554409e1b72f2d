import { defineConfig } from 'vitest/config';

/** One project a level of the test pyramid: see "Tests" in CONTRIBUTING.md. */
const level = (name, testTimeout, rest = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    ...rest,
  },
});

export default defineConfig({
  test: {
    projects: [
      level('unit', 30_000),
      level('process', 120_000, { fileParallelism: false }),
      level('vscode', 300_000, { fileParallelism: false }),
      level('e2e', 300_000, { fileParallelism: false }),
    ],
  },
});
