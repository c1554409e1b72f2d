import { MtlError } from '../shared/errors';
import { t } from '../shared/l10n';
import type { RunInfo } from '../shared/run';
import type { EngineControl, EngineReport } from '../worker/messages';
import type { ControlWatch } from './controlWatch';
import type { EngineThread } from './engineThread';
import { explainFileError } from '../runs/fileErrors';
import type { Inbox } from './inbox';
import type { RunRecorder, SessionListener } from './runRecorder';

/** How long, in milliseconds, the engine has to end by itself after Stop. */
const stopPatience = 100;
/** The same while steps would be lost because they are newer than the last snapshot. */
const longestStopPatience = 1000;

/** What a run has to react to. */
export type Happening =
  | EngineReport
  | { readonly type: EngineControl }
  /** The engine has not ended although it was told to stop, milliseconds ago. */
  | { readonly type: 'overdue'; readonly waited: number };

export interface FollowedRun {
  readonly engine: EngineThread;
  readonly inbox: Inbox<Happening>;
  readonly recorder: RunRecorder;
  readonly control: ControlWatch;
  readonly listener: SessionListener;
}

/**
 * Records what the engine reports, until it ends, or Stop cuts off a call that takes long.
 * @returns how the run ended
 * @throws MtlError when it ended before there was a run directory
 */
export async function followEngine(followed: FollowedRun): Promise<RunInfo> {
  const { inbox, recorder, listener } = followed;
  try {
    for await (const happening of inbox) {
      const run = await react(happening, followed);
      if (run) return run;
    }
    throw new Error('the engine reported no end');
  } catch (thrown) {
    if (!recorder.hasStarted) throw thrown;
    const error = explainFileError(thrown);
    if (!(error instanceof MtlError)) listener.defect(error);
    return await recorder.fail(error);
  }
}

/** @returns how the run ended, once it has */
async function react(happening: Happening, followed: FollowedRun): Promise<RunInfo | undefined> {
  const { engine, recorder, listener, control } = followed;
  switch (happening.type) {
    case 'progress':
      listener.progress(happening.text);
      return undefined;
    case 'snapshot':
      recorder.snapshot(happening.checkpoint);
      return undefined;
    case 'backend':
      recorder.backend(happening.backend);
      return undefined;
    case 'started':
      await recorder.record(happening);
      control.begin(recorder.directory);
      engine.post({ type: 'recorded' });
      return undefined;
    case 'events':
    case 'best':
    case 'predicted':
    case 'checkpoint':
      await recorder.record(happening);
      engine.post({ type: 'recorded' });
      return undefined;
    case 'paused':
      await recorder.pause(happening.paused);
      return undefined;
    case 'pause':
    case 'step':
    case 'continue':
      engine.post(happening);
      return undefined;
    case 'drawn':
      throw new Error('the engine drew a model in place of training it');
    case 'ended':
      return recorder.end(happening.result);
    case 'failed':
      throw new MtlError(happening.error);
    case 'defect':
      throw happening.error;
    case 'stop':
      if (!recorder.hasStarted) throw interrupted();
      engine.post({ type: 'stop' });
      remind(followed, 0);
      return undefined;
    case 'overdue': {
      const { waited } = happening;
      if (waited >= longestStopPatience || !recorder.hasUnsavedSteps) return recorder.cutOff();
      remind(followed, waited);
      return undefined;
    }
  }
}

function remind({ inbox }: FollowedRun, waited: number): void {
  const overdue = { type: 'overdue', waited: waited + stopPatience } as const;
  setTimeout(() => inbox.push(overdue), stopPatience).unref();
}

/** The error of a run that was stopped before there was one. */
function interrupted(): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'interrupted',
    message: t`Stopped before the training started.`,
  });
}
