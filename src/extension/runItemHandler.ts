import { RunItem } from './views/runsTree';

export type Handler = (argument: unknown) => unknown;

/** What a command does that is called on an item of the Runs view; anything else is ignored. */
export function onRun(handle: (item: RunItem) => unknown): Handler {
  return (argument) => (argument instanceof RunItem ? handle(argument) : undefined);
}
