import type { ErrorReport } from '../src/shared/errors';
import { element } from './dom';
import type { Host } from './host';
import { text } from './text';
import { button } from './toolkit';

/** What went wrong, each error with a link to its place, and what the person can do about it. */
export function failure(
  error: ErrorReport | undefined,
  host: Pick<Host, 'request' | 'openError'>,
): HTMLElement {
  const reports = error ? [error, ...(error.others ?? [])] : [];
  return element(
    'div',
    { class: 'failure' },
    ...(reports.length === 0
      ? [element('p', {}, text.noReason)]
      : reports.flatMap((report, index) => reason(report, () => host.openError(index)))),
    element(
      'div',
      { class: 'buttons' },
      ...remedies(error, host),
      button(text.showLog, () => host.request('showLog')),
    ),
  );
}

function remedies(error: ErrorReport | undefined, host: Pick<Host, 'request'>): HTMLElement[] {
  if (error?.kind !== 'backend') {
    return [button(text.openExperiment, () => host.request('openExperiment'), 'primary')];
  }
  return [
    button(text.chooseBackend, () => host.request('chooseBackend'), 'primary'),
    button(text.installTensorflow, () => host.request('installBackend')),
  ];
}

function reason({ message, hint, location }: ErrorReport, open: () => void): HTMLElement[] {
  return [
    element('p', { class: 'failure-message' }, message),
    ...(location ? [element('p', {}, link(text.location(location), open))] : []),
    ...(hint === undefined ? [] : [element('p', { class: 'failure-hint' }, hint)]),
  ];
}

function link(label: string, onClick: () => void): HTMLElement {
  const created = element('button', { type: 'button', class: 'link' }, label);
  created.addEventListener('click', onClick);
  return created;
}
