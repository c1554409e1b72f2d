import './pageLanguage';
import 'uplot/dist/uPlot.min.css';
import './styles/page.css';
import { applyUpdate, isViewUpdate, type Content, type ContentUpdate } from './content';
import { connectHost } from './host';
import { MetricsPage } from './metricsPage';
import { restoreFocus } from './restoreFocus';
import { throttleToFrames } from './schedule';
import { onThemeChange } from './theme';
import { defineControls } from './toolkit';
import { ViewStateStore } from './viewState';

defineControls();
restoreFocus();
const host = connectHost();
let show: ((update: ContentUpdate) => void) | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isViewUpdate(data)) return;
  if (data.type === 'kept') show ??= openPage(data.state);
  else show?.(data);
});
host.request('ready');

/** Puts the page into the document, as the person left it. @returns shows an update */
function openPage(kept: unknown): (update: ContentUpdate) => void {
  const state = new ViewStateStore({ ...host, readState: () => kept });
  let content: Content | undefined;
  let isScrollRestored = false;
  const requestDraw = throttleToFrames(() => {
    if (!content) return;
    page.update(content);
    if (!isScrollRestored) requestAnimationFrame(restoreScroll);
  });
  const page = new MetricsPage(host, state, requestDraw);

  /** Once everything has its height: a frame after the first drawing. */
  function restoreScroll(): void {
    document.documentElement.scrollTop = state.current.scroll;
    isScrollRestored = true;
  }

  document.getElementById('app')?.append(page.element);
  state.onChange(requestDraw);
  onThemeChange(() => page.redraw());
  window.addEventListener('scrollend', () => {
    if (isScrollRestored) state.remember({ scroll: document.documentElement.scrollTop });
  });
  return (update) => {
    content = applyUpdate(content, update);
    requestDraw();
  };
}
