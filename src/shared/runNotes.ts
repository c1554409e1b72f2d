import type { RunInfo } from './run';

/** What a person says of a run: the content of `notes.json` in its directory. */
export interface RunNotes {
  /** Shown in place of the experiment's name; the directory keeps its own. */
  readonly label?: string;
  readonly tags?: readonly string[];
  readonly note?: string;
  /** Listed before the others. */
  readonly pinned?: boolean;
}

/** A run with what a person says of it. */
export interface NotedRun {
  readonly run: RunInfo;
  readonly notes: RunNotes;
}

/** What a run is called: its label, or the name of its experiment. */
export function runTitle({ run, notes }: NotedRun): string {
  return notes.label ?? run.experiment.name;
}

/** The tags of a run as people read them: `#paper`. */
export function tagTexts({ tags = [] }: RunNotes): readonly string[] {
  return tags.map((tag) => `#${tag}`);
}
