import { inspectTable } from '../engine/data/inspectTable';
import { installTfjsNode } from '../engine/backend/install/installTfjsNode';
import { tfjsNodeFolder } from '../engine/backend/install/tfjsNodeFolder';
import { askModel } from '../engine/predict/askModel';
import { openTrained } from '../engine/predict/trainedRun';
import { scaffold } from '../engine/scaffold/scaffold';
import { readModule, readRun } from '../runs/readRun';
import { readTrained } from '../runs/trainedWeights';
import { readExperiment } from '../session/loadExperiment';
import { trainExperiment } from '../session/trainExperiment';
import type { Answer } from '../shared/answers';
import type { TrainerReport, TrainerRequest } from '../shared/messages';
import { EventBatcher } from './eventBatcher';
import { logError } from './log';

export interface ServeContext {
  readonly signal: AbortSignal;
  /** Resolves when the report has left this process. */
  readonly report: (report: TrainerReport) => Promise<void>;
  /** A run was started in this directory. */
  readonly onRun: (run: AttendedRun) => void;
}

/** A run, and how long it goes on when nobody is there any more. */
export interface AttendedRun {
  readonly directory: string;
  readonly graceSeconds: number;
}

type Work = Exclude<TrainerRequest, { readonly type: 'stop' | 'check' }>;

/**
 * Does what was asked and reports it.
 * @throws MtlError when nothing was started or it could not be recorded
 */
export async function serve(request: Work, context: ServeContext): Promise<void> {
  const { report } = context;
  switch (request.type) {
    case 'train':
      return trainForParent(request, context);
    case 'resolve': {
      const { experiment } = await readExperiment(request.experimentFile);
      return report({ type: 'resolved', experiment });
    }
    case 'inspect':
      return report({ type: 'inspected', table: await inspectTable(request.dataFile) });
    case 'scaffold': {
      const { template, directory, ownData } = request;
      const experimentFile = await scaffold(template, directory, ownData);
      return report({ type: 'scaffolded', experimentFile });
    }
    case 'ask':
      return report({ type: 'answered', answers: await answerQuestion(request) });
    case 'installBackend':
      return installForParent(context);
  }
}

async function answerQuestion({
  directory,
  question,
}: Extract<Work, { readonly type: 'ask' }>): Promise<readonly Answer[]> {
  const run = await readRun(directory);
  const trained = await readTrained({ directory, run });
  const model = await openTrained(run, trained, await readModule(directory, run));
  return askModel(model, question, run.experiment.data.missing);
}

async function trainForParent(
  request: Extract<Work, { readonly type: 'train' }>,
  { signal, report, onRun }: ServeContext,
): Promise<void> {
  const { asIn, resume = false, graceSeconds, ...options } = request;
  const batcher = new EventBatcher((events) => void report({ type: 'events', events }));
  let last: Promise<void> | undefined;
  try {
    await trainExperiment({
      ...options,
      ...(asIn !== undefined && { asIn: { directory: asIn, run: await readRun(asIn) } }),
      ...(resume && asIn !== undefined && { resume, runDirectory: asIn }),
      signal,
      listener: {
        progress: (text) => void report({ type: 'progress', text }),
        started: (directory, run, model) => {
          onRun({ directory, graceSeconds });
          void report({ type: 'started', directory, run, model });
        },
        events: (events) => batcher.push(events),
        changed: (run) => {
          // A run that pauses has said all that it did before.
          batcher.flush();
          void report({ type: 'changed', run });
        },
        defect: logError,
        ended: (run) => {
          batcher.flush();
          last = report({ type: 'ended', run });
        },
      },
    });
    await last;
  } finally {
    batcher.flush();
  }
}

async function installForParent({ signal, report }: ServeContext): Promise<void> {
  let shown = '';
  const { tfjsNode } = await installTfjsNode(tfjsNodeFolder(), {
    signal,
    progress: (step, fraction) => {
      const text = fraction === undefined ? step : `${step}: ${Math.round(100 * fraction)} %`;
      if (text !== shown) void report({ type: 'progress', text });
      shown = text;
    },
  });
  return report({ type: 'installed', version: tfjsNode });
}
