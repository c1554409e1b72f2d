/** The child process of the editor: serves one request over IPC, then exits; or checks experiments. */
import '../language/processLanguage';
import type { ExperimentChecker } from '../engine/check/experimentChecker';
import { drawOwnModel } from '../session/drawOwnModel';
import { endRun } from '../runs/endRun';
import { MtlError, toErrorReport } from '../shared/errors';
import { t } from '../shared/l10n';
import type { TrainerRequest } from '../shared/messages';
import { logError } from './log';
import { ParentChannel } from './parentChannel';
import { nobodyJoins } from './nobodyJoins';
import { serve, type AttendedRun } from './serve';

/** How long a checkpoint may take, in milliseconds, when nobody is left to wait for it. */
const graceWithoutParent = 4000;

const channel = new ParentChannel(process);
let checker: ExperimentChecker | undefined;
const stop = new AbortController();
let run: AttendedRun | undefined;
let busy = false;

async function answer(request: TrainerRequest): Promise<void> {
  if (request.type === 'stop') {
    stop.abort();
    if (!busy) process.exit(0);
    return;
  }
  if (busy) return;
  if (request.type === 'check') return check(request.text, request.file);
  busy = true;
  try {
    await serve(request, {
      signal: stop.signal,
      report: (report) => channel.send(report),
      onRun: (started) => (run = started),
    });
    process.exit(0);
  } catch (error) {
    await fail(error);
  }
}

async function check(text: string, file: string): Promise<void> {
  try {
    // Loads TensorFlow.js, which a training in its own thread does not wait for.
    const { ExperimentChecker } = await import('../engine/check/experimentChecker');
    checker ??= new ExperimentChecker(drawOwnModel);
    await channel.send({ type: 'checked', checked: await checker.check(text, file) });
  } catch (error) {
    await fail(error);
  }
}

async function fail(error: unknown): Promise<void> {
  if (!(error instanceof MtlError)) logError(error);
  await channel.send({ type: 'failed', error: toErrorReport(error) });
  process.exit(1);
}

async function crash(error: unknown): Promise<void> {
  if (run) await endRun(run.directory, 'failed', toErrorReport(error)).catch(logError);
  await fail(error);
}

/**
 * The process that asked is gone. A window that reloads comes back and joins the run; when nobody
 * does, nobody is left to stop this process, so it goes, whatever it is doing.
 */
async function leave(): Promise<void> {
  if (!busy) process.exit(0);
  if (run) await nobodyJoins(run);
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, graceWithoutParent));
  if (run) await endRun(run.directory, 'stopped').catch(logError);
  // Not exit(): that would wait for a read or a computation that hangs.
  process.kill(process.pid, 'SIGKILL');
}

process.on('uncaughtException', (error) => void crash(error));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stop.abort();
    if (!busy) process.exit(0);
  });
}
// Logs go to pipes that break when the parent dies; that must not end the run as failed.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

if (process.connected) {
  channel.onRequest((request) => void answer(request));
  channel.onParentGone(() => void leave());
} else {
  process.stderr.write(t`The trainer is started by MTL Lab; use mtl-lab train in a terminal.\n`);
  process.exitCode = 2;
}
