// @vitest-environment jsdom
import './support/matchMedia';
import { expect, it } from 'vitest';
import type { RefusedTraining } from '../../../src/shared/messages';
import { refusalPage } from '../../../webview/refusalPage';

const refused: RefusedTraining = {
  name: 'adult',
  hasRun: true,
  error: {
    kind: 'experiment',
    code: 'unknown-column',
    message: "adult_train.csv has no column 'income'.",
    hint: "Did you mean 'income_50k'?",
    location: { file: '/data/adult.mtl.json', line: 7, column: 12 },
    others: [
      {
        kind: 'data',
        code: 'not-a-number',
        message: "'?' is no number.",
        location: { file: '/data/adult_train.csv', line: 3 },
      },
    ],
  },
};

function open(shown: RefusedTraining) {
  const asked: (string | number)[] = [];
  const page = refusalPage(shown, {
    request: (type) => asked.push(type),
    openError: (error) => asked.push(error),
  });
  const all = (selector: string): HTMLElement[] => [
    ...page.querySelectorAll<HTMLElement>(selector),
  ];
  return { page, all, asked };
}

it('says what is wrong with each place, and leads there', () => {
  const { page, all, asked } = open(refused);
  expect(page.querySelector('h1')?.textContent).toBe('adult');
  expect(all('.failure p').map(({ textContent }) => textContent)).toEqual([
    "adult_train.csv has no column 'income'.",
    'in adult.mtl.json:7:12',
    "Did you mean 'income_50k'?",
    "'?' is no number.",
    'in adult_train.csv:3',
  ]);
  for (const link of all('.link')) link.click();
  expect(asked).toEqual([0, 1]);
});

it('offers to train again, the experiment, the log and the run before', () => {
  const { all, asked } = open(refused);
  for (const each of all('vscode-button')) each.click();
  expect(asked).toEqual(['showRun', 'train', 'openExperiment', 'showLog']);
  const { all: without } = open({ ...refused, hasRun: false });
  expect(without('vscode-button').filter(({ hidden }) => !hidden)).toHaveLength(3);
});

it('offers another backend where that is what is missing, in place of the experiment', () => {
  const error = { kind: 'backend', code: 'unavailable', message: 'No tfjs-node.' } as const;
  const { all, asked } = open({ ...refused, error });
  for (const each of all('.failure vscode-button')) each.click();
  expect(asked).toEqual(['chooseBackend', 'installBackend', 'showLog']);
});
