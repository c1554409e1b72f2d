// @vitest-environment jsdom
import '../support/matchMedia';
import { expect, it } from 'vitest';
import type { ObjectBox } from '../../../../src/shared/answers';
import type { TrainingEvent } from '../../../../src/shared/events';
import type { AnsweredRow, JudgedAnswer } from '../../../../src/shared/examples';
import type { TaskType } from '../../../../src/shared/experiment';
import { RunHistory } from '../../../../src/shared/runHistory';
import { ExamplesSection } from '../../../../webview/examples/examplesSection';
import type { Memory } from '../../../../webview/host';
import { createSection } from '../../../../webview/section';
import { ViewStateStore } from '../../../../webview/viewState';
import { shownRun } from '../support/shownRun';

/** The section of a run with tasks of these types; `say` tells it what happens. */
function openSection(types: Readonly<Record<string, TaskType>>, memory?: Memory) {
  const { experiment } = shownRun().run;
  const tasks = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { type, text: 'words' }]),
  ) as unknown as typeof experiment.tasks;
  const history = new RunHistory(Object.keys(types));
  const nothing = { readState: () => undefined, saveState: () => undefined };
  const state = new ViewStateStore(memory ?? nothing);
  const section = createSection('examples', 'Examples', state, () => undefined);
  const page = new ExamplesSection(
    section,
    { experiment: { ...experiment, tasks } },
    history,
    state,
  );
  document.body.replaceChildren(section.element);
  page.update();
  state.onChange(() => page.update());
  const say = (...events: TrainingEvent[]) => {
    for (const event of events) history.add(event);
    page.update();
  };
  const lines = () =>
    [...section.body.querySelectorAll('.example')].map((card) =>
      [...card.querySelectorAll('p:first-child, li')].map((line) => line.textContent),
    );
  return { section, say, lines };
}

function answers(epoch: number, sample: AnsweredRow[], worst: AnsweredRow[] = []): TrainingEvent {
  return { type: 'answers', epoch, sample, worst };
}

const picture = { kind: 'picture', uri: 'data:image/png;base64,AA', width: 1, height: 1 } as const;

const faces: TrainingEvent = {
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
    { row: 1208, inputs: { face: picture }, truth: [{ task: 'age', value: 5 }] },
  ],
};
const moods = { mood: 'multiclass', age: 'regression' } as const;

function said(mood: string, isRight?: boolean): JudgedAnswer[] {
  const first = { task: 'mood', value: mood, probabilities: { [mood]: 0.814 }, isRight };
  return [first, { task: 'age', value: 29.5 }];
}

it('shows what the model says of each row beside what is true, anew after each epoch', () => {
  const { section, say, lines } = openSection(moods);
  expect(section.element.hidden).toBe(true);
  const loss = {};
  const unlabelled = { row: 1208, answers: said('sad'), loss };
  say(faces, answers(0, [{ row: 3, answers: said('sad', false), loss }, unlabelled]));
  expect(section.element.hidden).toBe(false);
  expect(section.note.textContent).toBe('validation, after epoch 1');
  const pictures = [...section.body.querySelectorAll('img')];
  expect(pictures.map(({ alt }) => alt)).toEqual(['face of row 3', 'face of row 1,208']);
  expect(lines()).toEqual([
    ['row 3', 'mood sad (81\u00a0%) ✗ true: glad', 'age 29.500 true: 31.000'],
    ['row 1,208', 'mood sad (81\u00a0%) no label', 'age 29.500 true: 5.000'],
  ]);
  say(answers(1, [{ row: 3, answers: said('glad', true), loss }, unlabelled]));
  expect(lines()[0]?.[1]).toBe('mood glad (81\u00a0%) ✓');
});

it('shows the rows with the largest loss of a task or of all, and remembers that', () => {
  let saved: unknown;
  const memory = { readState: () => saved, saveState: (state: unknown) => void (saved = state) };
  const { section, say, lines } = openSection(moods, memory);
  const worst = [
    { row: 3, answers: said('sad', false), loss: { mood: 2, age: 1 } },
    { row: 1208, answers: said('sad'), loss: { age: 2.5 } },
  ];
  say(faces, answers(0, [], worst));
  const heads = () => lines().map(([head]) => head);
  const picker = section.body.querySelector<HTMLInputElement>('vscode-dropdown')!;
  expect(heads()).toEqual([]);
  expect(picker.hidden).toBe(true);
  section.body.querySelector<HTMLInputElement>('input[value=worst]')?.click();
  expect(picker.hidden).toBe(false);
  expect(heads()).toEqual(['row 3 · loss 3.000', 'row 1,208 · loss 2.500']);
  picker.value = 'age';
  picker.dispatchEvent(new Event('change'));
  expect(heads()).toEqual(['row 1,208 · loss 2.500', 'row 3 · loss 1.000']);
  picker.value = 'mood';
  picker.dispatchEvent(new Event('change'));
  expect(heads()).toEqual(['row 3 · loss 2.000']);
  const reopened = openSection(moods, memory);
  reopened.say(faces, answers(0, [], worst));
  expect(reopened.lines().map(([head]) => head)).toEqual(['row 3 · loss 2.000']);
  expect(reopened.section.body.querySelector<HTMLInputElement>('input[value=worst]')?.checked).toBe(
    true,
  );
});

it('draws the boxes that are true and, dashed, those that the model says', () => {
  const { section, say, lines } = openSection({ face: 'detection' });
  const cat = { label: 'cat', edges: [0.125, 0.25, 0.5, 0.75] };
  const dog = { label: 'dog', edges: [0.5, 0.5, 1, 1] };
  const truth = [{ task: 'face', value: 'cat, dog', boxes: [cat, dog] }];
  say({ type: 'examples', examples: [{ row: 1, inputs: { photo: picture }, truth }] });
  const answer = (value: string, boxes: readonly ObjectBox[], isRight = false): AnsweredRow => ({
    row: 1,
    answers: [{ task: 'face', value, boxes, isRight }],
    loss: {},
  });
  say(answers(0, [answer('cat', [{ label: 'cat', edges: [0, 0.25, 0.5, 1], probability: 0.7 }])]));
  const boxes = (within: string) =>
    [...section.body.querySelectorAll(`${within} > rect`)].map((rect) =>
      ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name))),
    );
  expect(boxes('.example-picture > svg')).toEqual([
    [0.125, 0.25, 0.375, 0.5],
    [0.5, 0.5, 0.5, 0.5],
  ]);
  expect(boxes('.said-boxes')).toEqual([[0, 0.25, 0.5, 0.75]]);
  expect(lines()[0]?.[1]).toBe('face cat (70\u00a0%) ✗ true: cat, dog');
  expect(section.body.textContent).toContain('predicted ones, from 50\u00a0% on, are dashed');
  const elsewhere = [cat, dog].map((box) => ({ ...box, edges: [0, 0, 0.1, 0.1], probability: 1 }));
  say(answers(1, [answer('cat, dog', elsewhere)]));
  expect(lines()[0]?.[1]).toBe('face cat (100\u00a0%), dog (100\u00a0%) ✗ in another place');
  say(answers(2, [answer('', [])]));
  expect(boxes('.said-boxes')).toEqual([]);
  expect(lines()[0]?.[1]).toBe('face nothing found ✗ true: cat, dog');
});

const sentence: TrainingEvent = {
  type: 'examples',
  examples: [
    {
      row: 1,
      inputs: { words: { kind: 'text', tokens: ['Ada', ' Bob', ' sees', ' Cem', ' there'] } },
      truth: [
        {
          task: 'names',
          value: 'Ada · Bob · Cem',
          spans: [
            { start: 0, end: 1, label: 'NAME' },
            { start: 1, end: 2, label: 'NAME' },
            { start: 3, end: 4, label: 'NAME' },
          ],
        },
        { task: 'turned', value: 'there Cem sees Bob Ada' },
      ],
    },
  ],
};

function ofSentence(label: string): AnsweredRow {
  const spans = [
    { start: 1, end: 2, label },
    { start: 3, end: 5, label },
  ];
  return {
    row: 1,
    answers: [
      { task: 'names', value: 'Bob · Cem there', spans, isRight: false },
      { task: 'turned', value: 'there there' },
    ],
    loss: {},
  };
}

it('marks the phrases that are true and those that are predicted, in words too', () => {
  const { section, say } = openSection({ names: 'tagging', turned: 'sequence' });
  say(sentence, answers(0, [ofSentence('NAME')]));
  const tagged = section.body.querySelector('.tagged')!;
  expect(
    [...tagged.querySelectorAll('mark')].map((mark) => [mark.textContent, mark.className]),
  ).toEqual([
    ['Ada', 'is-true'],
    ['Bob', 'is-true is-said'],
    ['Cem', 'is-true is-said'],
    ['there', 'is-said'],
  ]);
  expect(tagged.textContent).toBe(
    'Ada (true NAME) Bob (true and predicted NAME) sees' +
      ' Cem (true and predicted NAME) there (predicted NAME)',
  );
  // One kind only: its name is for screen readers.
  expect(tagged.querySelectorAll('.visually-hidden')).toHaveLength(4);
  expect(section.body.textContent).toContain('predicted ones a dashed line above');
  say(answers(1, [ofSentence('TOWN')]));
  const words = [...section.body.querySelectorAll('.tagged small')].map((each) => each.textContent);
  expect(words[1]).toBe(' (true NAME, predicted TOWN)');
});

it('shows the text that is written beside the true one', () => {
  const { section, say } = openSection({ names: 'tagging', turned: 'sequence' });
  say(sentence, answers(0, [ofSentence('NAME')]));
  const parts = [...section.body.querySelectorAll('.written > div')].map((part) =>
    [...part.children].map((each) => each.textContent),
  );
  expect(parts).toEqual([
    ['model', 'there there'],
    ['reference', 'there Cem sees Bob Ada'],
  ]);
});
