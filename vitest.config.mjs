import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** Large files start first, but for the suite in VS Code's host: a small file that runs long. */
class HostFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isHost = ({ project }) => project.name === 'vscode';
    return [...sorted.filter(isHost), ...sorted.filter((file) => !isHost(file))];
  }
}

/**
 * One project a level of the test pyramid, one after the other but for the last two, as one has a
 * single file: see "Tests" in CONTRIBUTING.md.
 */
const level = (groupOrder, name, testTimeout, rest = {}) => ({
  // Not in node_modules, which several checkouts may share.
  cacheDir: 'out/vite',
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    expect: { poll: { timeout: 30_000 } },
    sequence: { groupOrder },
    // Processes: a second thread of one process cannot load libtensorflow.
    pool: 'forks',
    // Two files at a time, on large machines too: many start VS Code, a browser and trainings.
    maxWorkers: 2,
    // Whether the person who tests has TensorFlow installed must not matter.
    env: {
      MTL_LAB_DATA: path.resolve('.cache', 'nothing-installed'),
      // Nor must the language of the machine.
      MTL_LAB_LANGUAGE: 'en',
    },
    deps: { optimizer: { ssr: { enabled: true, include: bundled } } },
    ...rest,
  },
});

/** Bundled once instead of read module by module: TensorFlow.js has thousands. */
const bundled = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-cpu',
];

export default defineConfig({
  test: {
    sequence: { sequencer: HostFirst },
    coverage: {
      include: ['src/**/*.ts', 'webview/**/*.ts'],
      exclude: ['**/*.d.ts', 'test/**'],
      reportsDirectory: 'coverage',
      reporter: ['json'],
      // A test that fails must not lose what the others measured.
      reportOnFailure: true,
    },
    projects: [
      // One process for many files: they change nothing that another one sees, and loading takes longest.
      level(0, 'unit', 60_000, { isolate: false }),
      level(1, 'process', 120_000),
      level(2, 'vscode', 300_000),
      level(2, 'e2e', 300_000),
    ],
  },
});
