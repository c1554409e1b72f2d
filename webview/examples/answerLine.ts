import type { Answer } from '../../src/shared/answers';
import type { JudgedAnswer, ShownInput } from '../../src/shared/examples';
import { formatShare, formatValue } from '../../src/shared/numberText';
import type { TaskType } from '../../src/shared/experiment';
import { element } from '../dom';
import { taskMark, type StyledTask } from '../tasks';
import { taggedText } from './taggedText';
import { examplesText } from './examplesText';

/** A task as examples show it. */
export interface ShownTask extends StyledTask {
  readonly type: TaskType;
  /** Of tagging tasks: the text whose tokens they label. */
  readonly feature?: string | undefined;
}

/** What the model says for one task, and what is true where that is something else. */
export function answerLine(
  task: ShownTask,
  said: JudgedAnswer,
  truth: Answer | undefined,
  input: ShownInput | undefined,
): HTMLElement {
  return element(
    'li',
    { title: task.name },
    taskMark(task.style),
    element('span', { class: 'task-name' }, `${task.name} `),
    ...parts(task, said, truth, input),
  );
}

function parts(
  { type }: ShownTask,
  said: JudgedAnswer,
  truth: Answer | undefined,
  input: ShownInput | undefined,
): HTMLElement[] {
  if (type === 'sequence') return [writtenTexts(said, truth)];
  if (type === 'tagging' && input?.kind === 'text') {
    const spans = [...(truth?.spans ?? []), ...(said.spans ?? [])];
    const hasKinds = new Set(spans.map(({ label }) => label)).size > 1;
    const note = truth ? [] : [truthNote(examplesText.noLabel)];
    return [...note, taggedText(input.tokens, truth?.spans ?? [], said.spans ?? [], hasKinds)];
  }
  return [
    element('span', { class: 'said' }, saidText(type, said)),
    truthNote(truthText(type, said, truth)),
  ];
}

function truthNote(note: string): HTMLElement {
  return element('span', { class: 'truth' }, ` ${note}`);
}

/** A text that the model writes, and the true one beside or below it. */
function writtenTexts(said: Answer, truth: Answer | undefined): HTMLElement {
  const part = (title: string, value: string): HTMLElement =>
    element('div', {}, element('dt', { class: 'quiet' }, title), element('dd', {}, value));
  return element(
    'dl',
    { class: 'written' },
    part(examplesText.written, valueText('sequence', said)),
    part(examplesText.reference, truth ? valueText('sequence', truth) : examplesText.noLabel),
  );
}

function saidText(type: TaskType, said: Answer): string {
  const { value, probabilities, boxes } = said;
  if (boxes && boxes.length > 0) {
    return boxes.map(({ label, probability }) => withShare(label, probability)).join(', ');
  }
  return withShare(valueText(type, said), probabilities?.[value]);
}

function withShare(value: string, share: number | undefined): string {
  return share === undefined ? value : `${value} (${formatShare(share)})`;
}

function truthText(type: TaskType, said: JudgedAnswer, truth: Answer | undefined): string {
  if (!truth) return examplesText.noLabel;
  if (said.isRight) return '✓';
  if (said.isRight === false && said.value === truth.value) return `✗ ${examplesText.elsewhere}`;
  const own = examplesText.truth(valueText(type, truth));
  return said.isRight === false ? `✗ ${own}` : own;
}

function valueText(type: TaskType, { value }: Answer): string {
  if (value !== '') return typeof value === 'number' ? formatValue(value) : value;
  return type === 'detection' ? examplesText.nothingFound : examplesText.nothing;
}
