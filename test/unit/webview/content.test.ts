import { describe, expect, it } from 'vitest';
import { encodeEvent, encodeJson, type StepEvent } from '../../../src/shared/events';
import { envelope } from '../../../src/shared/messages';
import {
  applyUpdate,
  isViewUpdate,
  type Content,
  type ContentUpdate,
} from '../../../webview/content';
import { shownRun } from './support/shownRun';

const snapshot = (shown: unknown, rest: Partial<Content> = {}): ContentUpdate => ({
  type: 'snapshot',
  json: encodeJson(shown),
  queue: rest.queue ?? [],
  trusted: rest.trusted ?? true,
});

const step = (number: number, income: number): StepEvent => ({
  type: 'step',
  step: number,
  epoch: 0,
  loss: { income, married: 1 },
  weight: { income: 1, married: 1 },
});

const shown = shownRun({ events: [step(1, 0.7)] });
const afterSnapshot = applyUpdate(undefined, snapshot(shown));

describe('messages', () => {
  it('are updates of the editor in our protocol', () => {
    const update: ContentUpdate = { type: 'queue', queue: [] };
    expect(isViewUpdate(envelope(update))).toBe(true);
    expect(isViewUpdate(update)).toBe(false);
    expect(isViewUpdate(envelope({ type: 'toString' }))).toBe(false);
    expect(isViewUpdate({ ...update, mtl: 2 })).toBe(false);
    expect(isViewUpdate(null)).toBe(false);
  });
});

describe('the content', () => {
  it('is nothing before a snapshot', () => {
    expect(applyUpdate(undefined, { type: 'queue', queue: ['penguins'] })).toBeUndefined();
  });

  it('has no run, a queue and the workspace’s trust after a snapshot that says so', () => {
    expect(applyUpdate(undefined, snapshot(null, { queue: ['adult'], trusted: false }))).toEqual({
      shown: undefined,
      queue: ['adult'],
      trusted: false,
    });
  });

  it('grows by events of the shown run, NaN included', () => {
    const content = applyUpdate(undefined, snapshot(shown));
    const lines = [encodeEvent(step(2, Number.NaN)), encodeEvent(step(3, 0.5))];
    const grown = content && applyUpdate(content, { type: 'events', runId: shown.run.id, lines });
    expect([...(grown?.shown?.history.loss('income').values ?? [])]).toEqual([
      0.7,
      Number.NaN,
      0.5,
    ]);
  });

  it('ignores events and changes of another run', () => {
    const lines = [encodeEvent(step(2, 0.1))];
    const same = applyUpdate(afterSnapshot, { type: 'events', runId: 'other', lines });
    expect(same?.shown?.history.step.length).toBe(1);
    const json = encodeJson({ ...shown.run, id: 'other', status: 'failed' });
    expect(applyUpdate(same, { type: 'run', json })?.shown?.run.status).toBe('running');
  });

  it('keeps the history when the run ends', () => {
    const json = encodeJson({ ...shown.run, status: 'completed' });
    const ended = applyUpdate(afterSnapshot, { type: 'run', json });
    expect(ended?.shown?.run.status).toBe('completed');
    expect(ended?.shown?.history).toBe(afterSnapshot?.shown?.history);
  });
});

describe('a training that could not begin', () => {
  const error = { kind: 'data', code: 'unknown-column', message: 'There is no column x.' } as const;

  it('takes the place of the run, until there is a snapshot again', () => {
    const refusal = { name: 'adult', error, hasRun: true };
    const update: ContentUpdate = { type: 'refusal', refusal, queue: ['next'], trusted: true };
    const before = applyUpdate(afterSnapshot, update);
    expect(before).toEqual({ shown: undefined, refusal, queue: ['next'], trusted: true });
    expect(applyUpdate(before, snapshot(shown))?.refusal).toBeUndefined();
  });
});

describe('a preview', () => {
  const preview = { name: 'adult', tasks: ['income'], hasRun: true };

  it('takes the place of the run, until there is a snapshot again', () => {
    const update: ContentUpdate = { type: 'preview', preview, queue: ['next'], trusted: true };
    const before = applyUpdate(afterSnapshot, update);
    expect(before).toEqual({ shown: undefined, preview, queue: ['next'], trusted: true });
    const after = applyUpdate(before, snapshot(shown));
    expect(after?.preview).toBeUndefined();
    expect(after?.shown?.run.id).toBe(shown.run.id);
  });
});
