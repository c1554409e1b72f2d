import * as vscode from 'vscode';
import { toErrorReport } from '../../shared/errors';
import { nameAfterFile } from '../../shared/experimentName';
import { envelope, type ViewRequest } from '../../shared/messages';
import { Disposable } from '../disposable';
import { openLocation, showError } from '../errorNotification';
import type { TrainingController } from '../training/trainingController';
import { showPage } from '../webviewPage';
import { MetricsFeed } from './metricsFeed';
import type { ShownRunSource } from './shownRun';
import { isViewRequest } from './viewRequest';

/** The Metrics view in the sidebar: shows the shown run, and asks for what its buttons say. */
export class MetricsView extends Disposable implements vscode.WebviewViewProvider {
  static readonly id = 'mtlLab.metrics';
  private view: vscode.WebviewView | undefined;
  private readonly feed: MetricsFeed;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly shown: ShownRunSource,
    private readonly controller: TrainingController,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.feed = new MetricsFeed(
      (update) => void this.view?.webview.postMessage(envelope(update)),
      () => ({
        shown: shown.current,
        queue: controller.queue.map(nameAfterFile),
        trusted: vscode.workspace.isTrusted,
      }),
    );
    this.register(vscode.window.registerWebviewViewProvider(MetricsView.id, this));
    this.register(shown.onDidReplace(() => this.runReplaced()));
    this.register(shown.onDidReceiveEvents((events) => this.feed.sendEvents(events)));
    this.register(shown.onDidUpdate(({ run }) => this.feed.sendRun(run)));
    this.register(
      controller.onDidChangeQueue((queue) => this.feed.sendQueue(queue.map(nameAfterFile))),
    );
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.feed.sendSnapshot()));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const { webview } = view;
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.feed.hidden();
    });
    view.onDidDispose(() => {
      this.feed.hidden();
      this.view = undefined;
    });
    showPage(webview, this.extensionUri, { title: 'Metrics', bundle: 'webview' });
    this.describe();
  }

  private runReplaced(): void {
    this.describe();
    this.feed.sendSnapshot();
  }

  private describe(): void {
    if (this.view) this.view.description = this.shown.current?.run.experiment.name ?? '';
  }

  private receive(message: unknown): void {
    if (!isViewRequest(message)) {
      this.log.warn('ignored a message that the Metrics view does not send');
      return;
    }
    this.answer(message).catch((error: unknown) => showError(toErrorReport(error), this.log));
  }

  private async answer(request: ViewRequest): Promise<void> {
    const file = this.shown.current?.run.experimentFile;
    switch (request.type) {
      case 'ready':
        await this.shown.restore();
        this.feed.ready();
        break;
      case 'stop':
        this.controller.stop();
        break;
      case 'train':
        await vscode.commands.executeCommand('mtlLab.train', file && vscode.Uri.file(file));
        break;
      case 'newExperiment':
        await vscode.commands.executeCommand('mtlLab.newExperiment');
        break;
      case 'showLog':
        this.log.show();
        break;
      case 'openExperiment':
        if (file) await openLocation(this.shown.current?.run.error?.location ?? { file }, file);
        break;
    }
  }
}
