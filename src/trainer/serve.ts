import { inspectTable } from '../engine/data/inspectTable';
import { installTfjsNode } from '../engine/backend/install/installTfjsNode';
import { tfjsNodeFolder } from '../engine/backend/install/tfjsNodeFolder';
import { scaffold } from '../engine/scaffold/scaffold';
import { trainExperiment } from '../session/trainExperiment';
import type { TrainerReport, TrainerRequest } from '../shared/messages';
import { EventBatcher } from './eventBatcher';
import { logError } from './log';

export interface ServeContext {
  readonly signal: AbortSignal;
  readonly report: (report: TrainerReport) => void;
  /** A run was started in this directory. */
  readonly onRun: (directory: string) => void;
}

type Work = Exclude<TrainerRequest, { readonly type: 'stop' }>;

/**
 * Does what was asked and returns the last report.
 * @throws MtlError when nothing was started or it could not be recorded
 */
export async function serve(request: Work, context: ServeContext): Promise<TrainerReport> {
  switch (request.type) {
    case 'train':
      return trainForParent(request, context);
    case 'inspect':
      return { type: 'inspected', table: await inspectTable(request.dataFile) };
    case 'scaffold': {
      const { template, directory, ownData } = request;
      return { type: 'scaffolded', experimentFile: await scaffold(template, directory, ownData) };
    }
    case 'installBackend':
      return installForParent(context);
  }
}

async function trainForParent(
  request: Extract<Work, { readonly type: 'train' }>,
  { signal, report, onRun }: ServeContext,
): Promise<TrainerReport> {
  const batcher = new EventBatcher((events) => report({ type: 'events', events }));
  try {
    const run = await trainExperiment({
      ...request,
      signal,
      listener: {
        progress: (text) => report({ type: 'progress', text }),
        started: (directory, run, model) => {
          onRun(directory);
          report({ type: 'started', directory, run, model });
        },
        events: (events) => batcher.push(events),
        defect: logError,
      },
    });
    return { type: 'ended', run };
  } finally {
    batcher.flush();
  }
}

async function installForParent({ signal, report }: ServeContext): Promise<TrainerReport> {
  let shown = '';
  const { tfjsNode } = await installTfjsNode(tfjsNodeFolder(), {
    signal,
    progress: (step, fraction) => {
      const text = fraction === undefined ? step : `${step}: ${Math.round(100 * fraction)} %`;
      if (text !== shown) report({ type: 'progress', text });
      shown = text;
    },
  });
  return { type: 'installed', version: tfjsNode };
}
