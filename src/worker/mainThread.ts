import type { MessagePort, Transferable } from 'node:worker_threads';
import type { NamedTensor } from '../shared/weights';
import type { AwaitedReport, EngineReport, EngineRequest } from './messages';

/** The engine's end of the channel to the main thread. */
export class MainThread {
  private recorded: (() => void) | undefined;

  constructor(
    private readonly port: MessagePort,
    handle: (request: Exclude<EngineRequest, { readonly type: 'recorded' }>) => void,
  ) {
    port.on('message', (request: EngineRequest) => {
      if (request.type === 'recorded') this.recorded?.();
      else handle(request);
    });
  }

  /** @param tensors of the report: handed over, not copied, so that nothing of them is left here */
  post(report: EngineReport, tensors: readonly NamedTensor[] = []): void {
    const buffers = new Set(tensors.map(({ values }) => values.buffer as Transferable));
    this.port.postMessage(report, [...buffers]);
  }

  /** Resolves when the main thread has recorded the report; one at a time. See `post`. */
  record(report: AwaitedReport, tensors?: readonly NamedTensor[]): Promise<void> {
    return new Promise((resolve) => {
      this.recorded = resolve;
      this.post(report, tensors);
    });
  }
}
