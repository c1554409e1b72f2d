import * as vscode from 'vscode';
import { t } from '../../shared/l10n';
import { envelope, type ViewRequest, type ViewUpdate } from '../../shared/messages';
import { Disposable } from '../disposable';
import { openBackendSetting, openLocation, showThrown } from '../errorNotification';
import { namesOf } from '../training/trainingState';
import type { TrainingController } from '../training/trainingController';
import { showPage } from '../webviewPage';
import { MetricsFeed, type ViewContent } from './metricsFeed';
import type { PreviewSource } from './previewSource';
import type { RefusedTrainingSource } from './refusedTraining';
import type { ShownRunSource } from './shownRun';
import { isViewRequest } from './viewRequest';

/** Of how the person left the page; what a webview saves itself is lost when a browser reloads. */
const stateKey = 'mtlLab.metricsState';

/** The Metrics view in the sidebar: shows the shown run, and asks for what its buttons say. */
export class MetricsView extends Disposable implements vscode.WebviewViewProvider {
  static readonly id = 'mtlLab.metrics';
  private view: vscode.WebviewView | undefined;
  private readonly feed: MetricsFeed;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState'>,
    private readonly shown: ShownRunSource,
    private readonly preview: PreviewSource,
    private readonly refused: RefusedTrainingSource,
    controller: TrainingController,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.feed = new MetricsFeed(
      (update) => this.post(update),
      () => ({
        ...this.pageContent(),
        queue: namesOf(controller.queue),
        trusted: vscode.workspace.isTrusted,
      }),
    );
    this.register(vscode.window.registerWebviewViewProvider(MetricsView.id, this));
    this.register(
      shown.onDidReplace((why) => {
        if (why === 'asked') this.showRun();
        else this.replaced();
      }),
    );
    this.register(
      preview.onDidChange((why) => {
        if (why === 'asked') refused.dismiss();
        this.replaced();
      }),
    );
    this.register(refused.onDidChange(() => this.replaced()));
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
    showPage(webview, this.context.extensionUri, { title: t`Metrics`, bundle: 'webview' });
    this.describe();
  }

  private post(update: ViewUpdate): void {
    void this.view?.webview.postMessage(envelope(update));
  }

  private pageContent(): Pick<ViewContent, 'shown' | 'preview' | 'refusal'> {
    const run = this.shown.current;
    const refusal = this.refused.content(run !== undefined);
    if (refusal) return { shown: undefined, refusal };
    const preview = this.preview.current(run !== undefined);
    return preview ? { shown: undefined, preview } : { shown: run };
  }

  private replaced(): void {
    this.describe();
    this.feed.sendSnapshot();
  }

  private describe(): void {
    const { shown, preview, refusal } = this.pageContent();
    const name = (refusal ?? preview)?.name ?? shown?.run.experiment.name;
    if (this.view) this.view.description = name ?? '';
  }

  private showRun(): void {
    this.refused.dismiss();
    this.preview.close();
  }

  /** Path of the experiment file of what is shown. */
  private get file(): string | undefined {
    const { preview, refusal } = this.pageContent();
    if (refusal) return this.refused.current?.experiment;
    return preview ? this.preview.file?.fsPath : this.shown.current?.run.experimentFile;
  }

  /** Opens the place of one of the errors that are shown. */
  private async openError(index: number): Promise<void> {
    const error = this.refused.current?.error ?? this.shown.current?.run.error;
    const location = error && [error, ...(error.others ?? [])][index]?.location;
    if (location) await openLocation(location, this.file);
  }

  private receive(message: unknown): void {
    if (!isViewRequest(message)) {
      this.log.warn('ignored a message that the Metrics view does not send');
      return;
    }
    this.answer(message).catch((error: unknown) => showThrown(error, this.log));
  }

  private async answer(request: ViewRequest): Promise<void> {
    const { file } = this;
    switch (request.type) {
      case 'ready':
        await this.shown.restore();
        this.post({ type: 'kept', state: this.context.workspaceState.get(stateKey) });
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
        this.showRun();
        break;
      case 'keep':
        await this.context.workspaceState.update(stateKey, request.state);
        break;
      case 'openExperiment':
        if (file) await openLocation({ file });
        break;
      case 'chooseBackend':
        await openBackendSetting();
        break;
      case 'installBackend':
        await vscode.commands.executeCommand('mtlLab.installBackend');
        break;
      case 'openError':
        await this.openError(request.error);
        break;
    }
  }
}
