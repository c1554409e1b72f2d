import { decodeEvent, decodeJson } from '../src/shared/events';
import {
  isEnvelope,
  type ArchitecturePreview,
  type RefusedTraining,
  type ShownRun,
  type ViewUpdate,
} from '../src/shared/messages';
import type { ModelGraph, RunInfo } from '../src/shared/run';
import { RunHistory } from '../src/shared/runHistory';

/** The run on the page. */
export interface ShownContent {
  readonly run: RunInfo;
  readonly model: ModelGraph;
  readonly history: RunHistory;
}

/** Everything the page shows. */
export interface Content {
  readonly shown: ShownContent | undefined;
  /** Shown instead of a run. */
  readonly preview?: ArchitecturePreview;
  /** Shown instead of a run. */
  readonly refusal?: RefusedTraining;
  readonly queue: readonly string[];
  readonly trusted: boolean;
}

/** An update of what is shown. */
export type ContentUpdate = Exclude<ViewUpdate, { readonly type: 'kept' }>;

const updateTypes: Readonly<Record<ViewUpdate['type'], true>> = {
  kept: true,
  snapshot: true,
  preview: true,
  refusal: true,
  events: true,
  run: true,
  queue: true,
};

/** Tells an update from the editor from anything else a page may be sent. */
export function isViewUpdate(message: unknown): message is ViewUpdate {
  return isEnvelope(message) && Object.hasOwn(updateTypes, message.type);
}

/**
 * The content after an update; before the first snapshot there is none. The history of the shown
 * run grows in place.
 */
export function applyUpdate(
  content: Content | undefined,
  update: ContentUpdate,
): Content | undefined {
  if (update.type === 'snapshot') {
    const { queue, trusted } = update;
    return { shown: readShown(update.json), queue, trusted };
  }
  if (update.type === 'preview') {
    const { preview, queue, trusted } = update;
    return { shown: undefined, preview, queue, trusted };
  }
  if (update.type === 'refusal') {
    const { refusal, queue, trusted } = update;
    return { shown: undefined, refusal, queue, trusted };
  }
  if (!content) return undefined;
  const { shown } = content;
  switch (update.type) {
    case 'events':
      if (shown?.run.id !== update.runId) return content;
      for (const line of update.lines) shown.history.add(decodeEvent(line));
      return { ...content };
    case 'run': {
      const run = decodeJson(update.json) as RunInfo;
      return shown?.run.id === run.id ? { ...content, shown: { ...shown, run } } : content;
    }
    case 'queue':
      return { ...content, queue: update.queue };
  }
}

function readShown(json: string): ShownContent | undefined {
  const shown = decodeJson(json) as ShownRun | null;
  if (!shown) return undefined;
  const { run, model, events } = shown;
  return { run, model, history: new RunHistory(Object.keys(run.experiment.tasks), events) };
}
