import type { CheckedExperiment } from '../../shared/checkedExperiment';
import { MtlError, type ErrorReport } from '../../shared/errors';
import { t } from '../../shared/l10n';
import type { TrainerReport } from '../../shared/messages';
import { crashReport } from './crash';
import { TrainerProcess, type TrainerOptions } from './trainerProcess';

/** Milliseconds without a check after which the process ends. */
const idleTime = 60_000;
/** There is nothing to save. */
const ladder = { terminateAfter: 500, killAfter: 500 };

interface Pending {
  readonly resolve: (checked: CheckedExperiment) => void;
  readonly reject: (error: MtlError) => void;
}

/** A trainer process that checks experiments: started by the first check, ended when idle. */
export class CheckProcess {
  private trainer: TrainerProcess | undefined;
  private pending: Pending | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param idle milliseconds without a check after which the process ends */
  constructor(
    private readonly options: Pick<TrainerOptions, 'modulePath' | 'onOutput'>,
    private readonly idle = idleTime,
  ) {}

  get isRunning(): boolean {
    return this.trainer !== undefined;
  }

  /**
   * Checks a text against its data; one check at a time.
   * @param file path of the experiment file
   * @throws MtlError when the process fails; the next check starts another one
   */
  async check(text: string, file: string): Promise<CheckedExperiment> {
    clearTimeout(this.timer);
    try {
      return await new Promise((resolve, reject) => {
        this.pending = { resolve, reject };
        this.trainer ??= this.start();
        this.trainer.send({ type: 'check', text, file });
      });
    } finally {
      this.pending = undefined;
      this.timer = setTimeout(() => this.dispose(), this.idle);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.trainer?.stop();
    this.trainer = undefined;
    this.fail({ kind: 'internal', code: 'ended', message: t`The check was ended.` });
  }

  private start(): TrainerProcess {
    const onReport = (report: TrainerReport): void => {
      if (report.type === 'checked') this.pending?.resolve(report.checked);
      else if (report.type === 'failed') this.fail(report.error);
    };
    const trainer = new TrainerProcess({ ladder, ...this.options, onReport });
    void trainer.exited.then((exit) => {
      if (this.trainer !== trainer) return;
      this.trainer = undefined;
      this.fail(crashReport(exit));
    });
    return trainer;
  }

  private fail(report: ErrorReport): void {
    this.pending?.reject(new MtlError(report));
  }
}
