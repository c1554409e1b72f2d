import { element } from './dom';
import type { ViewStateStore } from './viewState';

/** A part of the page that folds and remembers it. */
export interface Section {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** A few words beside the title. */
  readonly note: HTMLElement;
  readonly isOpen: boolean;
}

/** @param onOpen called when the person unfolds it: what is in it was not kept up to date */
export function createSection(
  id: string,
  title: string,
  state: ViewStateStore,
  onOpen: () => void,
): Section {
  const body = element('div', { class: 'section-body' });
  const note = element('span', { class: 'section-note' });
  const details = element(
    'details',
    { class: `section section-${id}`, open: !state.current.folded.includes(id) },
    element('summary', {}, element('h2', {}, title), note),
    body,
  );
  details.addEventListener('toggle', () => {
    state.toggle('folded', id, !details.open);
    if (details.open) onOpen();
  });
  return {
    element: details,
    body,
    note,
    get isOpen() {
      return details.open;
    },
  };
}
