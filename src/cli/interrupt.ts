/**
 * Aborted by the first Ctrl-C (or SIGTERM); the second ends the process at once. Aborted too when
 * the process that forked this one closes its channel or is gone.
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
  // The same Ctrl-C may come from the terminal as well, so the signals stay handled.
  process.once('disconnect', () => controller.abort());
  if (process.send && !process.connected) controller.abort();
  // A channel that is only listened to must not keep the process alive.
  process.channel?.unref();
  return controller.signal;
}
