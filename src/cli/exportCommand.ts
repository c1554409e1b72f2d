import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describeEncoded, describeOutput } from '../engine/export/describe';
import { writeFileAtomic } from '../runs/atomicFile';
import { fileNameOf } from '../runs/fileNames';
import { findRun } from '../runs/findRun';
import { listed, t } from '../shared/l10n';
import { exportRun, type ExportedModel } from './exportRun';
import { explainFileError } from '../runs/fileErrors';
import { MtlError } from '../shared/errors';
import { counted } from '../shared/numberText';
import { exitStatus, onlyPositional, parseArguments, type Command } from './command';

const formats = ['onnx'];

export const exportCommand: Command = {
  name: 'export',
  summary: t`Write a trained model for other programs`,
  help: t`RUN [options]

Writes the best weights of a run as a model that other programs can run. RUN is the directory of a
run, or its id where it is among the runs under this folder (see mtl-lab runs).

  --format onnx   an ONNX model (default): an input a column of the table as it is, [batch, 1],
                  numbers (NaN where there is none) and texts; an output a task, [batch, 1] the
                  value in its own units or the probability of the positive class, or
                  [batch, classes] their probabilities. A task named like a column has the output
                  <task>_prediction. Of a task that writes texts what its decoder sees; beside
                  it stand the decoder, <experiment>-<task>.onnx, and how to write texts with
                  both, <experiment>-<task>.json.
  --output FILE   default: <experiment>.onnx in this folder
  --force         replace the file if it is there
`,
  async run(args) {
    const { values, positionals } = parseArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'onnx' },
        output: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    });
    const name = onlyPositional(positionals, t`a run`);
    checkFormat(values.format);
    const found = await findRun(name, '.');
    const file = resolve(values.output ?? `${fileNameOf(found.run.experiment.name)}.onnx`);
    const model = await exportRun(found, basename(file));
    const files = [...model.files].map(([name, content]) => {
      return { path: join(dirname(file), name), content };
    });
    if (!values.force) for (const { path } of files) checkAbsent(path);
    try {
      for (const { path, content } of files) await writeFileAtomic(path, content);
    } catch (error) {
      throw explainFileError(error);
    }
    const names = files.map(({ path }) => relative('', path)).join(', ');
    process.stdout.write(t`Wrote ${names}\n${summary(model)}`);
    return exitStatus.done;
  },
};

function checkFormat(format: string): void {
  if (formats.includes(format)) return;
  throw new MtlError({
    kind: 'usage',
    code: 'unknown-format',
    message: t`There is no format '${format}'.`,
    hint: t`Formats: ${listed(formats)}.`,
  });
}

function checkAbsent(file: string): void {
  if (!existsSync(file)) return;
  throw new MtlError({
    kind: 'usage',
    code: 'file-exists',
    message: t`The file is there already.`,
    hint: t`Name another with --output, or replace it with --force.`,
    location: { file },
  });
}

function summary({ encoding: { features, inputs = [] }, outputs }: ExportedModel): string {
  const numbers = features.filter(({ encoding }) => encoding.type === 'number').length;
  const columns = `${counted(numbers, t`number`, t`numbers`)}, ${counted(features.length - numbers, t`text`, t`texts`)}`;
  const lines = [
    ...(features.length > 0 ? [t`  inputs   ${columns}`] : []),
    ...inputs.map((input) => t`  input    ${input.name}: ${describeEncoded(input.encoding)}`),
    ...outputs.map((output) => t`  output   ${output.name}: ${describeOutput(output)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
