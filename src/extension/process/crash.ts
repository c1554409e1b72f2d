import type { ErrorReport } from '../../shared/errors';
import { t } from '../../shared/l10n';
import type { TrainerExit } from './trainerProcess';

/** The error of a trainer that went away without saying how its work ended. */
export function crashReport({ code, signal, lastLines }: TrainerExit): ErrorReport {
  const how = signal ? t`was ended by ${signal}` : t`ended with exit code ${code ?? '?'}`;
  const output = lastLines.length > 0 ? t` Its last lines:\n${lastLines.join('\n')}` : '';
  return {
    kind: 'internal',
    code: 'trainer-crashed',
    message: t`The trainer process ${how} before it was done.${output}`,
    hint:
      signal === 'SIGKILL'
        ? t`The system may have run out of memory: try a smaller batchSize or a smaller model.`
        : t`What was trained so far is in the run directory. The log has the details.`,
  };
}
