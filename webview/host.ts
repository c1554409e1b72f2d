import { envelope, type ViewRequest } from '../src/shared/messages';

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What a page saved last; it outlives the page, but not its removal. */
export interface Memory {
  readState(): unknown;
  saveState(state: unknown): void;
}

/** The editor, as a page sees it. */
export interface Editor<Request> extends Memory {
  send(request: Request): void;
}

/** The editor, as the Metrics view sees it. */
export interface Host extends Pick<Memory, 'saveState'> {
  request(type: Exclude<ViewRequest['type'], 'openError' | 'keep'>): void;
  /** Opens the place of an error that is shown, counted from 0. */
  openError(error: number): void;
}

/** Connects a page to VS Code. @throws ReferenceError outside a webview */
export function connectEditor<Request extends object>(): Editor<Request> {
  const api = acquireVsCodeApi();
  return {
    send: (request) => api.postMessage(envelope(request)),
    readState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}

/** Connects the Metrics view to VS Code. @throws ReferenceError outside a webview */
export function connectHost(): Host {
  const editor = connectEditor<ViewRequest>();
  return {
    request: (type) => editor.send({ type }),
    openError: (error) => editor.send({ type: 'openError', error }),
    saveState: (state) => editor.send({ type: 'keep', state }),
  };
}
