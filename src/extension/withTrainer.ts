import * as vscode from 'vscode';
import type { AskOptions } from './process/askTrainer';

/** Asks the trainer something, with progress. @returns undefined when the person cancels */
export async function withTrainer<Answer>(
  trainer: AskOptions,
  title: string,
  ask: (options: AskOptions) => Promise<Answer>,
): Promise<Answer | undefined> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      const listener = token.onCancellationRequested(() => cancel.abort());
      try {
        return await ask({
          ...trainer,
          signal: cancel.signal,
          onProgress: (message) => progress.report({ message }),
        });
      } catch (error) {
        if (cancel.signal.aborted) return undefined;
        throw error;
      } finally {
        listener.dispose();
      }
    },
  );
}
