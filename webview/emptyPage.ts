import { element } from './dom';
import type { Host } from './host';
import { text } from './text';
import { button } from './toolkit';

/** What a person sees before the first run: what to do next. */
export function emptyPage(
  trusted: boolean,
  queue: readonly string[],
  host: Pick<Host, 'request'>,
): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    element('h1', { tabindex: -1 }, text.noRunTitle),
    element('p', {}, trusted ? text.noRun : text.restricted),
    ...(queue.length > 0 ? [element('p', { class: 'quiet' }, text.queue(queue))] : []),
    ...(trusted
      ? [
          element(
            'div',
            { class: 'buttons' },
            button(text.train, () => host.request('train'), 'primary'),
            button(text.newExperiment, () => host.request('newExperiment')),
          ),
        ]
      : []),
  );
}
