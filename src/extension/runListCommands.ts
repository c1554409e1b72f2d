import * as vscode from 'vscode';
import { t } from '../shared/l10n';
import type { ListedRun } from './runFolders';
import type { Handler } from './runHandlers';
import { facets, facetValues, noFilter, ordersOf, orderText } from './views/runSelection';
import { facetValueWord, facetWord } from './views/runSelection';
import type { Facet, RunFilter } from './views/runSelection';
import type { RunsTree } from './views/runsTree';

type RunListCommandId =
  'mtlLab.sortRuns' | 'mtlLab.filterRuns' | 'mtlLab.clearRunFilter' | 'mtlLab.refreshRuns';

/** The commands that say which runs are listed, and in which order. */
export function runListCommands(runs: RunsTree): Readonly<Record<RunListCommandId, Handler>> {
  return {
    'mtlLab.sortRuns': () => sort(runs),
    'mtlLab.filterRuns': () => filter(runs),
    'mtlLab.clearRunFilter': () => runs.filterBy(noFilter),
    'mtlLab.refreshRuns': () => runs.refresh(),
  };
}

async function sort(runs: RunsTree): Promise<void> {
  const now = orderText(runs.order);
  const items = ordersOf(await runs.all()).map((order) => {
    const label = orderText(order);
    return { label, description: label === now ? t`now` : '', order };
  });
  const picked = await vscode.window.showQuickPick(items, { title: t`Sort Runs` });
  if (picked) await runs.orderBy(picked.order);
}

interface FilterItem extends vscode.QuickPickItem {
  readonly facet?: Facet;
  /** One of its values. */
  readonly value?: string;
}

async function filter(runs: RunsTree): Promise<void> {
  const before = runs.filter;
  const byText: FilterItem = {
    label: t`$(search) Text …`,
    description: before.text,
    picked: before.text !== '',
  };
  const items = [byText, ...filterItems(await runs.all(), before)];
  const picked = await vscode.window.showQuickPick(items, {
    title: t`Filter Runs`,
    placeHolder: t`What runs must have to be listed`,
    canPickMany: true,
  });
  if (!picked) return;
  const text = picked.includes(byText) ? await askText(before.text) : '';
  if (text === undefined) return;
  const values = Object.fromEntries(
    facets.map((facet) => [
      facet,
      picked.flatMap((item) => (item.facet === facet ? (item.value ?? []) : [])),
    ]),
  );
  await runs.filterBy({ values, text });
}

function askText(value: string): Thenable<string | undefined> {
  const prompt = t`Text in the id, the label, the tags or the note of a run`;
  return vscode.window.showInputBox({ title: t`Filter Runs`, prompt, value });
}

/** The values of each facet that there are, with a line above each. */
function filterItems(runs: readonly ListedRun[], { values }: RunFilter): FilterItem[] {
  return facets.flatMap((facet) => {
    const wanted = values[facet] ?? [];
    const there = runs.flatMap((run) => facetValues(run, facet));
    const all = [...new Set([...there, ...wanted])].sort();
    if (all.length === 0) return [];
    return [
      { label: facetWord(facet), kind: vscode.QuickPickItemKind.Separator },
      ...all.map((value) => ({
        label: facetValueWord(facet, value),
        facet,
        value,
        picked: wanted.includes(value),
      })),
    ];
  });
}
