import type { AutoThreads, ListedBackend } from '../engine/backend/listBackends';
import { installTfjsNode } from '../engine/backend/install/installTfjsNode';
import { tfjsNodeFolder } from '../engine/backend/install/tfjsNodeFolder';
import { encodeJson } from '../shared/events';
import { t } from '../shared/l10n';
import { exitStatus, parseArguments, usageError, type Command } from './command';
import { formatTable } from './formatTable';
import { interruptSignal } from './interrupt';
import { createStepProgress } from './stepProgress';

export const backendCommand: Command = {
  name: 'backend',
  summary: t`List what can compute the training, install TensorFlow`,
  help: t`[install] [--json]

Lists the backends: which can be used here and with how many threads, or why one cannot. "auto"
takes tfjs-node where it is installed and has worked, otherwise onnxruntime, otherwise cpu.
mtl-lab backend install installs tfjs-node, which computes with TensorFlow's own library: 200 to
300 MB to download, 1 GB on disk, in a folder of this user (MTL_LAB_DATA names another).

  --json   write the list as JSON

Ctrl-C ends an installation and leaves nothing of it behind.
`,
  async run(args) {
    const { values, positionals } = parseArguments({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const [action, ...rest] = positionals;
    if (rest.length > 0 || (action !== undefined && action !== 'install')) {
      throw usageError(t`'${positionals.join(' ')}' is not something to do with backends.`);
    }
    if (action === 'install') await install();
    const { listBackends } = await import('../engine/backend/listBackends');
    const backends = await listBackends();
    process.stdout.write(values.json ? `${encodeJson(backends, 2)}\n` : backendsText(backends));
    return exitStatus.done;
  },
};

async function install(): Promise<void> {
  const progress = createStepProgress(process.stderr);
  const signal = interruptSignal(() => progress.step(t`Interrupting`));
  try {
    const { origin } = await installTfjsNode(tfjsNodeFolder(), {
      progress: (step, fraction) => progress.step(step, fraction),
      signal,
    });
    progress.done();
    process.stderr.write(t`tfjs-node is installed: ${origin}\n`);
  } catch (error) {
    progress.done();
    throw error;
  }
}

function backendsText(backends: readonly ListedBackend[]): string {
  const table = formatTable(
    [
      { title: t`backend`, align: 'left' },
      { title: t`version`, align: 'left' },
      { title: t`usable`, align: 'left' },
      { title: t`threads`, align: 'left' },
    ],
    backends.map((backend) =>
      backend.usable
        ? [backend.name, backend.version, t`yes`, threadsText(backend.threads)]
        : [backend.name, '–', t`no`, '–'],
    ),
  );
  const reasons = backends.flatMap((backend) =>
    backend.usable ? [] : [`\n${backend.reason}\n  ${backend.hint}\n`],
  );
  return `${table}${reasons.join('')}`;
}

function threadsText({ small, large }: AutoThreads): string {
  return small === large ? String(small) : t`${small} for small models, ${large} for large ones`;
}
