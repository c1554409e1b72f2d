import type { SweepGrid, SweepRecord } from '../runs/sweepRecord';
import { MtlError } from '../shared/errors';
import { listed, t } from '../shared/l10n';
import { readValue, valueText } from '../shared/settingText';
import { experimentChanges } from './differences';
import { readExperiment } from './loadExperiment';
import { parseOverride, type Override } from './overrides';

/** What sets a trial apart from the others of its sweep. */
export interface TrialSettings {
  /** By key path. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

/**
 * Reads values to try, `training.batchSize=16,64`: JSON or texts, with commas between them.
 * @throws MtlError of kind `usage` when there is no value, or a key or value is named twice
 */
export function parseVariations(texts: readonly string[]): SweepGrid['vary'] {
  const vary: Record<string, readonly unknown[]> = {};
  for (const text of texts) {
    const [, path, list] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (path === undefined || list === undefined) throw badVariation(t`'${text}' has no values.`);
    if (path === 'training.seed') throw badVariation(t`seeds are named by --seeds.`);
    if (Object.hasOwn(vary, path)) throw badVariation(t`'${path}' is named twice.`);
    const values = splitValues(list);
    const repeated = values.find((value, index) => values.indexOf(value) !== index);
    if (repeated !== undefined) throw badVariation(t`${path} has the value '${repeated}' twice.`);
    vary[path] = values.map(readValue);
  }
  return vary;
}

/**
 * Reads `3` (that many, from `first` on) or `1,5,9`.
 * @throws MtlError of kind `usage`
 */
export function parseSeeds(text: string, first: number): readonly number[] {
  if (/^[1-9]\d*$/.test(text)) return Array.from({ length: Number(text) }, (_, i) => first + i);
  const seeds = text.split(',').map(Number);
  if (/^\d+(,\d+)+$/.test(text) && new Set(seeds).size === seeds.length) return seeds;
  throw new MtlError({
    kind: 'usage',
    code: 'bad-seeds',
    message: t`--seeds: '${text}' is neither a number of seeds nor a list of different seeds.`,
    hint: t`Write --seeds 3, or --seeds 1,5,9.`,
  });
}

/** Every combination of the values with every seed; all combinations with the first seed first. */
export function trialsOf({ vary, seeds }: Omit<SweepGrid, 'set'>): readonly TrialSettings[] {
  let combinations: readonly Record<string, unknown>[] = [{}];
  for (const [path, values] of Object.entries(vary)) {
    combinations = combinations.flatMap((settings) =>
      values.map((value) => ({ ...settings, [path]: value })),
    );
  }
  return seeds.flatMap((seed) => combinations.map((settings) => ({ settings, seed })));
}

/** What a trial changes in the experiment file. */
export function trialOverrides(
  set: readonly string[],
  { settings, seed }: TrialSettings,
): readonly Override[] {
  const own = Object.entries({ ...settings, 'training.seed': seed });
  return [
    ...set.map(parseOverride),
    ...own.map(([path, value]) => parseOverride(`${path}=${valueText(value)}`)),
  ];
}

/** @throws MtlError of kind `usage` for the first trial whose experiment is not valid */
export async function checkTrials(file: string, grid: SweepGrid): Promise<void> {
  for (const trial of trialsOf(grid)) await readExperiment(file, trialOverrides(grid.set, trial));
}

/**
 * The trials of a sweep are one comparison only while the experiment stays the same.
 * @throws MtlError of kind `experiment` when it has changed since the sweep was started
 */
export async function checkSweepUnchanged(sweep: SweepRecord): Promise<void> {
  const { id, experimentFile: file, experiment: before, grid } = sweep;
  const { experiment } = await readExperiment(file, grid.set.map(parseOverride));
  const changed = experimentChanges(before, experiment);
  if (changed.length === 0) return;
  throw new MtlError({
    kind: 'experiment',
    code: 'experiment-changed',
    message: t`The experiment has changed since the sweep ${id} was started: ${listed(changed)}.`,
    hint: t`Undo the changes to go on with the sweep, or start a new one.`,
    location: { file },
  });
}

/** Splits at the commas that are not inside of brackets, braces or quotes. */
function splitValues(list: string): readonly string[] {
  const parts = list.match(/(?:"(?:\\.|[^"\\])*"|[^,])+/g) ?? [];
  const values: string[] = [];
  let open = 0;
  for (const part of parts) {
    if (open > 0) values.push(`${values.pop() ?? ''},${part}`);
    else values.push(part);
    const bare = part.replace(/"(?:\\.|[^"\\])*"/g, '');
    open += (bare.match(/[[{]/g) ?? []).length - (bare.match(/[\]}]/g) ?? []).length;
  }
  return values;
}

function badVariation(message: string): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'bad-variation',
    message: `--vary: ${message}`,
    hint: t`Write a key path and values, for example --vary training.batchSize=16,64.`,
  });
}
