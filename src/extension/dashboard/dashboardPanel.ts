import * as vscode from 'vscode';
import { readPredictions } from '../../runs/predictionsFile';
import { readSeries } from '../../runs/readSeries';
import type {
  DashboardRequest,
  DashboardUpdate,
  ListedRun,
  PickedRuns,
} from '../../shared/dashboardMessages';
import { toErrorReport } from '../../shared/errors';
import { encodeJson } from '../../shared/events';
import { t } from '../../shared/l10n';
import { envelope } from '../../shared/messages';
import { Disposable } from '../disposable';
import { showThrown } from '../errorNotification';
import { showPage } from '../webviewPage';
import type { WorkspaceRuns } from '../workspaceRuns';
import { isDashboardRequest } from './dashboardRequest';
import { listRuns } from './listRuns';
import { saveFile } from './saveFile';

const title = t`Compare Runs`;
/** Milliseconds in which several changed runs make one refresh. */
const refreshDelay = 300;

/** The dashboard that compares runs: one panel a window, which comes back after a reload. */
export class DashboardPanel extends Disposable implements vscode.WebviewPanelSerializer {
  static readonly viewType = 'mtlLab.dashboard';
  private panel: vscode.WebviewPanel | undefined;
  private isReady = false;
  /** Picked before the page listens. */
  private picked: PickedRuns | undefined;
  /** By directory: the page may ask for these runs only. */
  private runs: ReadonlyMap<string, ListedRun> = new Map();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly workspace: WorkspaceRuns,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(DashboardPanel.viewType, this));
    this.register(workspace.onDidChange(() => this.refresh()));
  }

  /** Opens the panel, or the one that is open, with these runs on the chart. */
  show(picked: PickedRuns): void {
    this.picked = picked;
    if (this.panel) {
      this.panel.reveal();
      this.sendPicked();
      return;
    }
    const { viewType } = DashboardPanel;
    this.connect(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active));
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.connect(panel);
    return Promise.resolve();
  }

  override dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    super.dispose();
  }

  private connect(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.isReady = false;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.isReady = false;
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is gone, and asks again when it is shown.
      if (!panel.visible) this.isReady = false;
    });
    showPage(panel.webview, this.extensionUri, { title, bundle: 'dashboard' });
  }

  private receive(message: unknown): void {
    if (!isDashboardRequest(message)) {
      this.log.warn('ignored a message that the dashboard does not send');
      return;
    }
    this.answer(message).catch((error: unknown) => showThrown(error, this.log));
  }

  private async answer(request: DashboardRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        this.isReady = true;
        await this.sendRuns();
        return this.sendPicked();
      case 'series':
        for (const run of request.runs) await this.sendSeries(run);
        return;
      case 'predictions':
        return this.sendPredictions(request.run);
      case 'save':
        return saveFile(request.name, request.content);
    }
  }

  private refresh(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.sendRuns().catch((error: unknown) => this.log.warn(toErrorReport(error).message));
    }, refreshDelay);
  }

  private async sendRuns(): Promise<void> {
    if (!this.isReady) return;
    const runs = await listRuns(this.workspace, (directory, reason) =>
      this.log.info(`not compared: ${directory}: ${reason}`),
    );
    this.runs = new Map(runs.map((run) => [run.directory, run]));
    this.post({ type: 'runs', json: encodeJson(runs) });
  }

  private sendPicked(): void {
    if (!this.isReady || !this.picked) return;
    this.post({ type: 'select', ...this.picked });
    this.picked = undefined;
  }

  private async sendSeries(directory: string): Promise<void> {
    const listed = this.runs.get(directory);
    if (!listed) return;
    try {
      const tasks = Object.keys(listed.run.experiment.tasks);
      const series = await readSeries(directory, tasks);
      this.post({ type: 'series', run: directory, series });
    } catch (error) {
      const { message } = toErrorReport(error);
      this.post({ type: 'unreadable', run: directory, message });
    }
  }

  private async sendPredictions(run: string): Promise<void> {
    if (!this.runs.has(run)) return;
    try {
      this.post({ type: 'predictions', run, predictions: await readPredictions(run) });
    } catch (error) {
      this.post({ type: 'unreadable', run, message: toErrorReport(error).message });
      this.post({ type: 'predictions', run, predictions: undefined });
    }
  }

  private post(update: DashboardUpdate): void {
    void this.panel?.webview.postMessage(envelope(update));
  }
}
