import type { RunInfo } from './run';
import { settingsText } from './settingText';
import { isContainer } from './isRecord';

/** Runs of one experiment that differ only by the seed of the training. */
export interface RunGroup {
  /** The settings in which it differs from the other groups: `balancing.method=equal`. */
  readonly name: string;
  /** The same by key path. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly runs: readonly RunInfo[];
}

/** By key path: `training.epochs`. */
export type Settings = ReadonlyMap<string, unknown>;

/** Groups runs in the order in which each group's first run comes. */
export function groupRuns(runs: readonly RunInfo[]): readonly RunGroup[] {
  const groups = new Map<string, { readonly all: Settings; readonly runs: RunInfo[] }>();
  for (const run of runs) {
    const all = settingsOf(run);
    const key = JSON.stringify([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(key);
    if (group) group.runs.push(run);
    else groups.set(key, { all, runs: [run] });
  }
  const found = [...groups.values()];
  const paths = namingPaths(found.map(({ all }) => all));
  return found.map(({ all, runs: ofGroup }) => {
    const settings = Object.fromEntries(
      paths.flatMap((path) => (all.has(path) ? [[path, all.get(path)] as const] : [])),
    );
    const name = settingsText(settings) || (ofGroup[0]?.experiment.name ?? '');
    return { name, settings, runs: ofGroup };
  });
}

/**
 * The settings that tell groups apart: those which all have and which differ, or, when these are
 * not enough, all that differ. What only some have follows from another (a method's own settings).
 * The folder is named only where nothing else tells two groups apart.
 */
function namingPaths(groups: readonly Settings[]): readonly string[] {
  const paths = [...new Set(groups.flatMap((settings) => [...settings.keys()]))];
  const differing = paths.filter((path) => distinct(groups, [path]) > 1);
  const ofAll = differing.filter((path) => groups.every((settings) => settings.has(path)));
  const withoutFolder = [ofAll, differing].map((some) => some.filter((path) => path !== folder));
  return (
    [...withoutFolder, ofAll].find((some) => distinct(groups, some) === groups.length) ?? differing
  );
}

function distinct(groups: readonly Settings[], paths: readonly string[]): number {
  const values = groups.map((settings) => JSON.stringify(paths.map((path) => settings.get(path))));
  return new Set(values).size;
}

const folder = 'data (folder)';

/**
 * All settings of a run by key path, but its seed. The code of an own model is one, and so is the
 * folder of the experiment, by which the same settings name other data.
 */
export function settingsOf({ experiment, experimentFile, moduleHash }: RunInfo): Settings {
  return new Map([
    ...leaves(experiment).filter(([path]) => path !== 'training.seed'),
    ...(moduleHash === undefined ? [] : [['model.module (code)', moduleHash] as const]),
    [folder, experimentFile.replace(/[\\/][^\\/]*$/, '')],
  ]);
}

function leaves(value: unknown, path = ''): (readonly [path: string, value: unknown])[] {
  if (!isContainer(value) || Object.keys(value).length === 0) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, path === '' ? key : `${path}.${key}`),
  );
}
