import tseslint from 'typescript-eslint';

const domGlobals = ['window', 'document', 'navigator', 'localStorage', 'HTMLElement'];

/** The import rule between rooms: which rooms and packages the files of a room may not import. */
function room(folder, { rooms = [], packages = [], dom = false, ...rest }) {
  const patterns = [
    ...rooms.map((name) => ({
      group: [`**/${name}/**`, `**/${name}`],
      message: `${folder} must not import ${name}: see "How the code is laid out" in README.md.`,
    })),
    ...packages.map((name) => ({
      group: [name, `${name}/**`],
      message: `${folder} must not import ${name}: see "How the code is laid out" in README.md.`,
    })),
  ];
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      ...(dom ? {} : { 'no-restricted-globals': ['error', ...domGlobals] }),
    },
    ...rest,
  };
}

const tensorflow = '@tensorflow/*';
const native = ['onnxruntime-node', 'onnxruntime-common'];

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'coverage/', '.cache/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
        { selector: 'ExportAllDeclaration', message: 'No barrel files.' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  room('src/shared', {
    rooms: [
      'language',
      'engine',
      'worker',
      'runs',
      'session',
      'trainer',
      'cli',
      'extension',
      'webview',
    ],
    packages: ['vscode', tensorflow, ...native, 'node:*'],
  }),
  room('src/language', {
    rooms: ['engine', 'worker', 'runs', 'session', 'trainer', 'cli', 'extension', 'webview'],
    packages: ['vscode', tensorflow, ...native],
  }),
  room('src/engine', {
    rooms: ['worker', 'runs', 'session', 'trainer', 'cli', 'extension', 'webview'],
    packages: ['vscode'],
  }),
  room('src/worker', {
    rooms: ['runs', 'session', 'trainer', 'cli', 'extension', 'webview'],
    packages: ['vscode', tensorflow, ...native],
  }),
  room('src/runs', {
    rooms: ['engine', 'worker', 'session', 'trainer', 'cli', 'extension', 'webview'],
    packages: ['vscode', tensorflow, ...native],
  }),
  room('src/session', {
    rooms: ['engine', 'trainer', 'cli', 'extension', 'webview'],
    packages: ['vscode', tensorflow, ...native],
  }),
  room('src/trainer', {
    rooms: ['worker', 'cli', 'extension', 'webview'],
    packages: ['vscode', tensorflow, ...native],
  }),
  room('src/cli', {
    rooms: ['worker', 'trainer', 'extension', 'webview'],
    packages: ['vscode', tensorflow, ...native],
  }),
  room('src/extension', {
    rooms: ['engine', 'worker', 'session', 'trainer', 'cli', 'webview'],
    packages: [tensorflow, ...native],
  }),
  room('webview', {
    rooms: ['engine', 'worker', 'runs', 'session', 'trainer', 'cli', 'extension'],
    packages: ['vscode', tensorflow, ...native, 'node:*'],
    dom: true,
  }),
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-console': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
);
