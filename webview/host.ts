import { envelope, type ViewRequest } from '../src/shared/messages';

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The editor, as the Metrics view sees it. */
export interface Host {
  request(type: ViewRequest['type']): void;
  /** What was saved last; it outlives the page, but not the view's removal. */
  readState(): unknown;
  saveState(state: unknown): void;
}

/** Connects to VS Code. @throws ReferenceError outside a webview */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    request: (type) => api.postMessage(envelope({ type })),
    readState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}
