import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { t } from '../../shared/l10n';
import { isResumable, type RunStatus } from '../../shared/run';
import { runTitle, tagTexts } from '../../shared/runNotes';
import { Disposable } from '../disposable';
import type { ListedRun } from '../runFolders';
import { formatStart, formatTasks } from '../runText';
import type { WorkspaceRuns } from '../workspaceRuns';
import { facets, facetValues, filterText, noFilter, selectRuns } from './runSelection';
import type { RunFilter, RunOrder } from './runSelection';
import { runTooltip } from './runTooltip';
import { runStatusWord } from '../../shared/words';

const icons: Readonly<Record<RunStatus, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('loading~spin'),
  completed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  stopped: new vscode.ThemeIcon('circle-slash'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};
const pausedIcon = new vscode.ThemeIcon('debug-pause');
/** Milliseconds in which several changed files make one refresh. */
const refreshDelay = 200;
const filterKey = 'mtlLab.runFilter';
const orderKey = 'mtlLab.runOrder';

/** A run directory of the workspace. */
export class RunItem extends vscode.TreeItem {
  /** What the run is called. */
  readonly title: string;
  override readonly description: string;
  override readonly iconPath: vscode.ThemeIcon;

  constructor(readonly found: ListedRun) {
    const { directory, run, notes } = found;
    const details = [
      notes.pinned ? t`pinned` : '',
      notes.label === undefined ? '' : run.experiment.name,
      formatStart(run),
      ...tagTexts(notes),
      formatTasks(run.experiment, run.summary?.best),
    ];
    const title = runTitle(found);
    super(title);
    this.title = title;
    this.id = directory;
    this.description = details.filter((part) => part !== '').join(' · ');
    this.tooltip = new vscode.MarkdownString(runTooltip(found));
    this.iconPath = run.paused ? pausedIcon : icons[run.status];
    this.contextValue = contextOf(found);
    const status = runStatusWord(run);
    const label = t`run ${title}, ${status}, ${this.description}`;
    // A screen reader does not read tooltips.
    const { note } = notes;
    this.accessibilityInformation = {
      label: note === undefined ? label : t`${label}, note: ${note}`,
    };
    this.command = { command: 'mtlLab.showRun', title: t`Show Run in Metrics`, arguments: [this] };
  }
}

/** The rows that a command is for: the item, or all that are selected. */
export function rowsMeant(item: unknown, selected: unknown): readonly RunItem[] {
  const items: readonly unknown[] = Array.isArray(selected) ? selected : [item];
  return items.filter((each) => each instanceof RunItem);
}

/** Why a run cannot be listed: its record is damaged. */
function defectOf(found: ListedRun): string | undefined {
  try {
    new RunItem(found);
    facets.forEach((facet) => facetValues(found, facet));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** What the conditions of menus look at: `run.resumable.pinned`, say. */
function contextOf({ run, notes }: ListedRun): string {
  const state = run.status === 'running' ? '.running' : isResumable(run) ? '.resumable' : '';
  return `run${state}${notes.pinned ? '.pinned' : ''}`;
}

/** The runs of the workspace that the filter lets through, in the order that was chosen. */
export class RunsTree extends Disposable implements vscode.TreeDataProvider<RunItem> {
  private readonly changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view = this.register(
    vscode.window.createTreeView('mtlLab.runs', { treeDataProvider: this, canSelectMany: true }),
  );
  private timer: NodeJS.Timeout | undefined;
  private reading = Promise.resolve();
  /** How often a run changed. */
  private changes = 0;
  /** The runs of which VS Code was last told, and those until it asks for them or they change. */
  private told: readonly ListedRun[] | undefined;
  private next: readonly ListedRun[] | undefined;

  /** @param memory keeps filter and order over a reload of the window */
  constructor(
    private readonly workspace: WorkspaceRuns,
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(workspace.onDidChange(() => this.refresh()));
  }

  /** The selected rows. */
  get selected(): readonly RunItem[] {
    return this.view.selection;
  }

  /**
   * The row that has the focus, as long as the view has it. Arrow keys move the focus alone, and an
   * extension sees nothing but the selection: the row is the one whose selection changes when the
   * row with the focus is selected or no longer; then that is taken back.
   */
  async focused(): Promise<RunItem | undefined> {
    const toggle = async (): Promise<readonly RunItem[]> => {
      await vscode.commands.executeCommand('list.toggleSelection');
      return this.selected;
    };
    const before = new Set(this.selected.map(({ id }) => id));
    const between = await toggle();
    const after = await toggle();
    const isSelected = new Set(between.map(({ id }) => id));
    return between.find(({ id }) => !before.has(id)) ?? after.find(({ id }) => !isSelected.has(id));
  }

  /** The row that has the focus, or all that are selected where it is one of them. */
  async focusedOrSelected(): Promise<readonly RunItem[]> {
    const row = await this.focused();
    if (!row) return [];
    const { selected } = this;
    return selected.some(({ id }) => id === row.id) ? selected : [row];
  }

  get filter(): RunFilter {
    return this.memory.get(filterKey, noFilter);
  }

  get order(): RunOrder {
    return this.memory.get(orderKey, { by: 'newest' });
  }

  async filterBy(filter: RunFilter): Promise<void> {
    await this.memory.update(filterKey, filter);
    this.changed.fire(undefined);
  }

  async orderBy(order: RunOrder): Promise<void> {
    await this.memory.update(orderKey, order);
    this.changed.fire(undefined);
  }

  /** Lists the runs anew, soon. */
  refresh(): void {
    this.changes += 1;
    this.next = undefined;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.reading = this.reading.then(() => this.showChanges());
    }, refreshDelay);
  }

  /**
   * Rows that are listed anew are others to VS Code, which forgets a click on one that it has just
   * replaced: so they are only where something changed, and once that is read.
   */
  private async showChanges(): Promise<void> {
    const { changes } = this;
    const runs = await this.all();
    if (isDeepStrictEqual(runs, this.told)) return;
    this.told = runs;
    this.next = changes === this.changes ? runs : undefined;
    this.changed.fire(undefined);
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  getTreeItem(item: RunItem): vscode.TreeItem {
    return item;
  }

  async getChildren(parent?: RunItem): Promise<RunItem[]> {
    if (parent) return [];
    const runs = this.next ?? (await this.all());
    this.next = undefined;
    const listed = selectRuns(runs, this.filter, this.order);
    const message = filterText(this.filter, listed.length, runs.length);
    this.view.message = message;
    void vscode.commands.executeCommand('setContext', 'mtlLab.runsFiltered', message !== '');
    return listed.map((found) => new RunItem(found));
  }

  /** Every run of the workspace, newest first; the log says which cannot be listed. */
  async all(): Promise<readonly ListedRun[]> {
    const skip = (directory: string, reason: string): void =>
      this.log.info(`not listed: ${directory}: ${reason}`);
    return (await this.workspace.find(skip)).filter((found) => {
      const defect = defectOf(found);
      if (defect !== undefined) skip(found.directory, defect);
      return defect === undefined;
    });
  }
}
