import type { RefusedTraining } from '../src/shared/messages';
import { Announcer } from './announcer';
import type { Content } from './content';
import { element } from './dom';
import { emptyPage } from './emptyPage';
import type { Host } from './host';
import { keepFocus } from './keepFocus';
import { PreviewPage } from './previewPage';
import { refusalPage } from './refusalPage';
import { RunPage } from './runPage';
import { text } from './text';
import type { ViewStateStore } from './viewState';

/** The whole page: of the shown run, or what to do when there is none. */
export class MetricsPage {
  readonly element = element('main');
  private readonly announcer = new Announcer();
  private readonly place = element('div');
  private readonly restricted = element('p', { class: 'restricted' }, text.restricted);
  private page: RunPage | undefined;
  private preview: PreviewPage | undefined;
  private refusal: RefusedTraining | undefined;

  constructor(
    private readonly host: Host,
    private readonly state: ViewStateStore,
    private readonly requestDraw: () => void,
  ) {
    this.restricted.hidden = true;
    this.element.append(this.restricted, this.place, this.announcer.element);
  }

  update(content: Content): void {
    const show = (): void => this.show(content);
    keepFocus(this.place, show, () => this.place.querySelector('h1'));
  }

  redraw(): void {
    this.page?.redraw();
  }

  private show({ shown, preview, refusal, queue, trusted }: Content): void {
    this.restricted.hidden = trusted || !shown;
    const isNew = refusal !== this.refusal;
    this.refusal = refusal;
    if (refusal) {
      this.leave();
      if (isNew) this.place.replaceChildren(refusalPage(refusal, this.host));
      return;
    }
    if (preview) {
      this.leave();
      this.preview ??= new PreviewPage(this.host, this.state);
      this.preview.update(preview);
      if (this.preview.element.parentElement !== this.place) {
        this.place.replaceChildren(this.preview.element);
      }
      return;
    }
    if (!shown) {
      this.leave();
      this.place.replaceChildren(emptyPage(trusted, queue, this.host));
      return;
    }
    if (!this.page?.shows(shown)) {
      this.leave();
      this.page = new RunPage(shown, this.host, this.state, this.requestDraw);
      this.place.replaceChildren(this.page.element);
    }
    this.page.update(shown, queue);
    this.announcer.update(shown.run, shown.history);
  }

  private leave(): void {
    this.page?.destroy();
    this.page = undefined;
  }
}
