// @vitest-environment jsdom
import '../support/matchMedia';
import { expect, it } from 'vitest';
import type { TrainingEvent } from '../../../../src/shared/events';
import { RunHistory } from '../../../../src/shared/runHistory';
import { ExamplesSection } from '../../../../webview/examples/examplesSection';
import { createSection } from '../../../../webview/section';
import { ViewStateStore } from '../../../../webview/viewState';

const picture = { kind: 'picture', uri: 'data:image/png;base64,AA', width: 1, height: 1 } as const;
const examples: TrainingEvent = {
  type: 'examples',
  examples: [
    {
      row: 3,
      inputs: { face: picture },
      truth: [
        { task: 'mood', value: 'glad' },
        { task: 'age', value: 31 },
      ],
    },
    { row: 8, inputs: { face: picture }, truth: [{ task: 'age', value: 5 }] },
  ],
};

function answers(epoch: number, mood: string): TrainingEvent {
  const said = { task: 'mood', value: mood, probabilities: { [mood]: 0.814 } };
  const row = [said, { task: 'age', value: 29.5 }];
  return { type: 'answers', epoch, answers: [row, row] };
}

it('shows what the model says of each row beside what is true, anew after each epoch', () => {
  const history = new RunHistory(['mood', 'age']);
  const state = new ViewStateStore({ readState: () => undefined, saveState: () => undefined });
  const section = createSection('examples', 'Examples', state, () => undefined);
  const page = new ExamplesSection(section, history);
  page.update();
  expect(section.element.hidden).toBe(true);
  history.add(examples);
  history.add(answers(0, 'sad'));
  page.update();
  expect(section.element.hidden).toBe(false);
  expect(section.note.textContent).toBe('validation, after epoch 1');
  const cards = [...section.body.querySelectorAll('.example')];
  expect(cards.map((card) => card.querySelector('img')?.alt)).toEqual([
    'face of row 3',
    'face of row 8',
  ]);
  const lines = () =>
    cards.map((card) => [...card.querySelectorAll('li')].map((line) => line.textContent));
  expect(lines()).toEqual([
    ['sad 81 %true: glad', '29.500true: 31.000'],
    ['sad 81 %no label', '29.500true: 5.000'],
  ]);
  expect(cards.map((card) => card.querySelectorAll('.wrong').length)).toEqual([1, 0]);
  history.add(answers(1, 'glad'));
  page.update();
  expect(lines()[0]?.[0]).toBe('glad 81 %✓');
  expect(section.body.querySelectorAll('.wrong')).toHaveLength(0);
});

it('draws the boxes that are true and, dashed, those that the model says', () => {
  const history = new RunHistory(['face']);
  const state = new ViewStateStore({ readState: () => undefined, saveState: () => undefined });
  const section = createSection('examples', 'Examples', state, () => undefined);
  const page = new ExamplesSection(section, history);
  const truth = [
    { task: 'face', value: 'glad', boxes: [{ label: 'glad', edges: [0.125, 0.25, 0.5, 0.75] }] },
  ];
  history.add({ type: 'examples', examples: [{ row: 1, inputs: { photo: picture }, truth }] });
  const said = {
    task: 'face',
    value: 'glad',
    boxes: [{ label: 'glad', edges: [0, 0.25, 0.5, 1], probability: 0.75 }],
    probabilities: { glad: 0.7 },
  };
  history.add({ type: 'answers', epoch: 0, answers: [[said]] });
  page.update();
  const boxes = (within: string) =>
    [...section.body.querySelectorAll(`${within} > rect`)].map((rect) =>
      ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name))),
    );
  expect(boxes('svg')).toEqual([[0.125, 0.25, 0.375, 0.5]]);
  expect(boxes('.said-boxes')).toEqual([[0, 0.25, 0.5, 0.75]]);
  history.add({ type: 'answers', epoch: 1, answers: [[{ task: 'face', value: '' }]] });
  page.update();
  expect(boxes('.said-boxes')).toEqual([]);
  expect(section.body.querySelector('.example li')?.textContent).toBe('nothingtrue: glad');
});
