import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MetricsFeed, type ViewContent } from '../../../../src/extension/metrics/metricsFeed';
import { decodeEvent, decodeJson } from '../../../../src/shared/events';
import type { ViewUpdate } from '../../../../src/shared/messages';
import { step } from '../../runs/exampleRun';
import { exampleRecord } from '../exampleRecord';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openFeed(content: Partial<ViewContent> = {}): { feed: MetricsFeed; sent: ViewUpdate[] } {
  const sent: ViewUpdate[] = [];
  const shown = exampleRecord();
  const feed = new MetricsFeed(
    (update) => sent.push(update),
    () => ({ shown, queue: [], trusted: true, ...content }),
  );
  return { feed, sent };
}

test('a view gets nothing before it is ready, then one snapshot with everything', () => {
  const shown = { ...exampleRecord(), events: [step(1, NaN), step(2)] };
  const { feed, sent } = openFeed({ shown, queue: ['penguins'], trusted: false });
  feed.sendEvents([step(1, NaN)]);
  feed.sendRun(shown.run);
  feed.sendQueue(['penguins']);
  expect(sent).toEqual([]);
  feed.ready();
  expect(sent).toMatchObject([{ type: 'snapshot', queue: ['penguins'], trusted: false }]);
  const [snapshot] = sent;
  expect(snapshot?.type === 'snapshot' && decodeJson(snapshot.json)).toMatchObject({
    run: { id: shown.run.id, status: 'running' },
    model: shown.model,
    events: shown.events,
  });
});

test('without a run the snapshot says so', () => {
  const { feed, sent } = openFeed({ shown: undefined });
  feed.ready();
  expect(sent).toMatchObject([{ type: 'snapshot', json: 'null' }]);
});

test('a fast run makes at most ten messages a second, and every event arrives once, in order', () => {
  const { feed, sent } = openFeed();
  feed.ready();
  sent.length = 0;
  const steps = Array.from({ length: 1000 }, (_, index) => step(index + 1));
  for (const each of steps) {
    feed.sendEvents([each]);
    vi.advanceTimersByTime(1);
  }
  expect(sent.length).toBeLessThanOrEqual(11);
  vi.advanceTimersByTime(100);
  const lines = sent.flatMap((update) => (update.type === 'events' ? update.lines : []));
  expect(lines.map(decodeEvent)).toEqual(steps);
});

test('events come before the end of the run they belong to', () => {
  const { feed, sent } = openFeed();
  feed.ready();
  feed.sendEvents([step(1)]);
  feed.sendEvents([step(2)]);
  feed.sendRun(exampleRecord({ status: 'completed' }).run);
  expect(sent.map(({ type }) => type)).toEqual(['snapshot', 'events', 'events', 'run']);
});

test('a hidden view gets nothing until it asks again, and then no event twice', () => {
  const { feed, sent } = openFeed();
  feed.ready();
  feed.sendEvents([step(1)]);
  feed.sendEvents([step(2)]);
  feed.hidden();
  sent.length = 0;
  feed.sendEvents([step(3)]);
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([]);
  feed.ready();
  vi.advanceTimersByTime(1000);
  expect(sent.map(({ type }) => type)).toEqual(['snapshot']);
});

test('a training that could not begin takes the place of everything else', () => {
  const error = { kind: 'data', code: 'unknown-column', message: 'There is no column x.' } as const;
  const refusal = { name: 'adult', error, hasRun: true };
  const preview = { name: 'adult', tasks: ['income'], hasRun: true };
  const { feed, sent } = openFeed({ shown: undefined, preview, refusal });
  feed.ready();
  expect(sent).toEqual([{ type: 'refusal', refusal, queue: [], trusted: true }]);
});

test('a preview takes the place of the run, whose events wait for the next snapshot', () => {
  const preview = { name: 'adult', tasks: ['income'], hasRun: true };
  const { feed, sent } = openFeed({ shown: undefined, preview });
  feed.ready();
  feed.sendEvents([step(1)]);
  vi.runAllTimers();
  expect(sent).toEqual([{ type: 'preview', preview, queue: [], trusted: true }]);
});
