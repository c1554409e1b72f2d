import {
  envelope,
  isEnvelope,
  type Envelope,
  type TrainerReport,
  type TrainerRequest,
} from '../shared/messages';

const requestTypes: Readonly<Record<TrainerRequest['type'], true>> = {
  train: true,
  stop: true,
  resolve: true,
  inspect: true,
  scaffold: true,
  check: true,
  ask: true,
  installBackend: true,
};

/** The trainer's end of the channel to the process that forked it. */
export class ParentChannel {
  constructor(private readonly child: NodeJS.Process) {}

  /** Resolves when the report has left this process; a parent that is gone loses it. */
  send(report: TrainerReport): Promise<void> {
    return new Promise((resolve) => {
      if (!this.child.connected || !this.child.send) return resolve();
      this.child.send(envelope(report), undefined, undefined, () => resolve());
    });
  }

  onRequest(handle: (request: TrainerRequest) => void): void {
    this.child.on('message', (message) => {
      if (isTrainerRequest(message)) handle(message);
    });
  }

  onParentGone(handle: () => void): void {
    this.child.once('disconnect', handle);
  }
}

function isTrainerRequest(message: unknown): message is Envelope<TrainerRequest> {
  return isEnvelope(message) && Object.hasOwn(requestTypes, message.type);
}
