import { isEnvelope, type ViewRequest } from '../../shared/messages';

const requestTypes: Readonly<Record<ViewRequest['type'], true>> = {
  ready: true,
  stop: true,
  pause: true,
  step: true,
  continue: true,
  train: true,
  newExperiment: true,
  showLog: true,
  openExperiment: true,
  chooseBackend: true,
  installBackend: true,
  openError: true,
  showRun: true,
  keep: true,
};

/** Tells a request of the Metrics view from anything else a webview may post. */
export function isViewRequest(message: unknown): message is ViewRequest {
  if (!isEnvelope(message) || !Object.hasOwn(requestTypes, message.type)) return false;
  if (message.type === 'keep') return 'state' in message;
  return message.type !== 'openError' || ('error' in message && Number.isInteger(message.error));
}
