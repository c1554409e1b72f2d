import * as vscode from 'vscode';
import { toErrorReport } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { envelope, type ViewRequest } from '../../shared/messages';
import { Disposable } from '../disposable';
import { openLocation, showError } from '../errorNotification';
import { namesOf } from '../training/trainingState';
import type { TrainingController } from '../training/trainingController';
import { showPage } from '../webviewPage';
import { MetricsFeed, type ViewContent } from './metricsFeed';
import type { PreviewSource } from './previewSource';
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
    private readonly preview: PreviewSource,
    controller: TrainingController,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.feed = new MetricsFeed(
      (update) => void this.view?.webview.postMessage(envelope(update)),
      () => ({
        ...this.pageContent(),
        queue: namesOf(controller.queue),
        trusted: vscode.workspace.isTrusted,
      }),
    );
    this.register(vscode.window.registerWebviewViewProvider(MetricsView.id, this));
    this.register(
      shown.onDidReplace((why) => {
        if (why === 'asked') preview.close();
        else this.replaced();
      }),
    );
    this.register(preview.onDidChange(() => this.replaced()));
    this.register(shown.onDidReceiveEvents((events) => this.feed.sendEvents(events)));
    this.register(shown.onDidUpdate(({ run }) => this.feed.sendRun(run)));
    this.register(controller.onDidChangeQueue((queue) => this.feed.sendQueue(namesOf(queue))));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.feed.sendSnapshot()));
  }

  /** Whether the view can be seen in a window that has the person's attention. */
  get isWatched(): boolean {
    return this.view?.visible === true && vscode.window.state.focused;
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
    showPage(webview, this.extensionUri, { title: t`Metrics`, bundle: 'webview' });
    this.describe();
  }

  private pageContent(): Pick<ViewContent, 'shown' | 'preview'> {
    const run = this.shown.current;
    const preview = this.preview.current(run !== undefined);
    return preview ? { shown: undefined, preview } : { shown: run };
  }

  private replaced(): void {
    this.describe();
    this.feed.sendSnapshot();
  }

  private describe(): void {
    const { shown, preview } = this.pageContent();
    if (this.view) this.view.description = preview?.name ?? shown?.run.experiment.name ?? '';
  }

  private receive(message: unknown): void {
    if (!isViewRequest(message)) {
      this.log.warn('ignored a message that the Metrics view does not send');
      return;
    }
    this.answer(message).catch((error: unknown) => showError(toErrorReport(error), this.log));
  }

  private async answer(request: ViewRequest): Promise<void> {
    const run = this.shown.current?.run;
    const file = this.pageContent().preview ? this.preview.file?.fsPath : run?.experimentFile;
    switch (request.type) {
      case 'ready':
        await this.shown.restore();
        this.feed.ready();
        break;
      case 'stop':
      case 'pause':
      case 'step':
      case 'continue':
        await this.shown.act(request.type);
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
      case 'showRun':
        this.preview.close();
        break;
      case 'openExperiment':
        if (file) await openLocation(run?.error?.location ?? { file }, file);
        break;
    }
  }
}
