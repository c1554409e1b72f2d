import type { ErrorReport } from '../src/shared/errors';
import type { RunInfo } from '../src/shared/run';
import { element } from './dom';
import type { Host } from './host';
import { text } from './text';
import { button } from './toolkit';

/** Why a run failed and what the person can do about it. */
export function failure({ error }: RunInfo, host: Pick<Host, 'request'>): HTMLElement {
  const reports = error ? [error, ...(error.others ?? [])] : [];
  return element(
    'div',
    { class: 'failure' },
    ...(reports.length === 0 ? [element('p', {}, text.noReason)] : reports.flatMap(reason)),
    element(
      'div',
      { class: 'buttons' },
      button(text.openExperiment, () => host.request('openExperiment'), 'primary'),
      button(text.showLog, () => host.request('showLog')),
    ),
  );
}

function reason({ message, hint, location }: ErrorReport): HTMLElement[] {
  return [
    element('p', { class: 'failure-message' }, message),
    ...(location ? [element('p', { class: 'quiet' }, text.location(location))] : []),
    ...(hint === undefined ? [] : [element('p', { class: 'failure-hint' }, hint)]),
  ];
}
