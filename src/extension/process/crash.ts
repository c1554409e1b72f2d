import type { ErrorReport } from '../../shared/errors';
import type { TrainerExit } from './trainerProcess';

/** The error of a trainer that went away without saying how its work ended. */
export function crashReport({ code, signal, lastLines }: TrainerExit): ErrorReport {
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${code ?? 'unknown'}`;
  const output = lastLines.length > 0 ? ` Its last lines:\n${lastLines.join('\n')}` : '';
  return {
    kind: 'internal',
    code: 'trainer-crashed',
    message: `The trainer process ${how} before it was done.${output}`,
    hint:
      signal === 'SIGKILL'
        ? 'The system may have run out of memory: try a smaller batchSize or a smaller model.'
        : 'What was trained so far is in the run directory. The log has the details.',
  };
}
