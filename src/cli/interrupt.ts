/**
 * Aborted by the first Ctrl-C (or SIGTERM); the second ends the process at once.
 * @param onFirst tells the person what happens now
 */
export function interruptSignal(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    // From now on each has its default effect.
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
