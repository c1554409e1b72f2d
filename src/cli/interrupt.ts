import { exitStatus } from './command';

/**
 * Aborted by the first Ctrl-C (or SIGTERM); the second ends the process at once.
 * @param onFirst tells the person what happens now
 */
export function interruptSignal(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitStatus.interrupted);
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
