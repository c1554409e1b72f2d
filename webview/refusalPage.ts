import type { RefusedTraining } from '../src/shared/messages';
import { element } from './dom';
import { failure } from './failure';
import type { Host } from './host';
import { text } from './text';
import { button } from './toolkit';

/** The page of a training that could not begin: what is wrong, where, and what to do. */
export function refusalPage(
  { name, error, hasRun }: RefusedTraining,
  host: Pick<Host, 'request' | 'openError'>,
): HTMLElement {
  const showRun = button(text.showRun, () => host.request('showRun'));
  showRun.hidden = !hasRun;
  return element(
    'div',
    { class: 'run' },
    element(
      'header',
      {},
      element(
        'div',
        { class: 'title-row' },
        element('h1', { tabindex: -1 }, name),
        element(
          'div',
          { class: 'actions' },
          showRun,
          button(text.train, () => host.request('train'), 'primary'),
        ),
      ),
      element('p', { class: 'status status-failed' }, text.refused),
      failure(error, host),
    ),
  );
}
