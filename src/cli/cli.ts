/** `mtl-lab`: experiments from the terminal. */
import '../language/processLanguage';
import { inspect } from 'node:util';
import { labVersion } from '../session/environment';
import { formatError, MtlError, toErrorReport } from '../shared/errors';
import { listed, t } from '../shared/l10n';
import { backendCommand } from './backendCommand';
import { compareCommand } from './compareCommand';
import { exitStatus, exitStatusOf, usageError, type Command } from './command';
import { exportCommand } from './exportCommand';
import { newCommand } from './newCommand';
import { predictCommand } from './predictCommand';
import { runsCommand } from './runsCommand';
import { sweepCommand } from './sweepCommand';
import { trainCommand } from './trainCommand';
import { validateCommand } from './validateCommand';

const commands: readonly Command[] = [
  trainCommand,
  sweepCommand,
  compareCommand,
  validateCommand,
  newCommand,
  runsCommand,
  predictCommand,
  exportCommand,
  backendCommand,
];

const help = t`Usage: mtl-lab COMMAND

Multi-task learning experiments.

${commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}\n`).join('')}
mtl-lab COMMAND --help explains a command; mtl-lab --version prints the version.
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return print(`${labVersion}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(help);
  const command = commands.find((known) => known.name === name);
  if (!command) {
    const names = listed(commands.map((known) => known.name));
    const problem = name === undefined ? t`Name a command.` : t`There is no command '${name}'.`;
    throw usageError(problem, t`Commands: ${names}. See mtl-lab --help.`);
  }
  if (args.includes('--help') || args.includes('-h')) {
    return print(t`Usage: mtl-lab ${command.name} ${command.help}`);
  }
  return command.run(args);
}

function print(text: string): number {
  process.stdout.write(text);
  return exitStatus.done;
}

function fail(error: unknown): number {
  const report = toErrorReport(error);
  process.stderr.write(`${formatError(report)}\n`);
  if (!(error instanceof MtlError)) process.stderr.write(`${inspect(error)}\n`);
  return exitStatusOf(report);
}

// A reader that has seen enough (mtl-lab runs | head) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitStatus.done);
});

void main(process.argv.slice(2))
  .catch(fail)
  .then((status) => (process.exitCode = status));
