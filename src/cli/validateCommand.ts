import { loadData } from '../engine/data/loadData';
import { readExperiment, readInitialWeights } from '../session/loadExperiment';
import { t } from '../shared/l10n';
import { exitStatus, onlyPositional, parseArguments, type Command } from './command';
import type { EncodedTask } from '../shared/encoding';
import { targetText } from '../shared/targetColumns';
import { counted, formatCount } from '../shared/numberText';

export const validateCommand: Command = {
  name: 'validate',
  summary: t`Check an experiment and its data`,
  help: t`FILE

Checks the experiment in FILE and reads all of its data, as training would. What is wrong is
reported with file, line and column; otherwise a summary is printed.
`,
  async run(args) {
    const { positionals } = parseArguments({ args: [...args], allowPositionals: true });
    const source = await readExperiment(onlyPositional(positionals, t`an experiment file`));
    const { encoding, train, validation, test, warnings } = await loadData(source);
    // Only here, so that no other command waits for TensorFlow.js.
    const { buildModel } = await import('../engine/model/buildModel');
    const { checkModelSize } = await import('../engine/model/modelSize');
    const { openModule } = await import('../engine/ownModel/openModule');
    const module = await openModule(source);
    const { graph, layout } = buildModel(source.experiment.model, encoding, module);
    const notes = [...warnings, ...checkModelSize(source, graph, train.rows)];
    const initialWeights = await readInitialWeights(source);
    if (initialWeights) layout.fromNamed(initialWeights);
    const { parameters } = graph;
    const numbers = encoding.features.filter(({ encoding: { type } }) => type === 'number').length;
    const lines = [
      t`${source.experiment.name} is valid.`,
      t`  rows        ${formatCount(train.rows)} training, ${formatCount(validation.rows)} validation, ${formatCount(test.rows)} test`,
      t`  features    ${encoding.features.length} (${counted(numbers, t`number`, t`numbers`)}, ${counted(encoding.features.length - numbers, t`category`, t`categories`)}) in ${counted(encoding.width, t`input`, t`inputs`)}`,
      ...encoding.tasks.map((task) => t`  task        ${task.name}: ${describeTask(task)}`),
      t`  parameters  ${formatCount(parameters.total)}, ${formatCount(parameters.shared)} shared`,
      ...notes.map((warning) => t`  note        ${warning}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return exitStatus.done;
  },
};

function describeTask({ spec, classes, text }: EncodedTask): string {
  switch (spec.type) {
    case 'tagging':
      return t`${spec.target}, one of ${classes?.length ?? 0} labels a token`;
    case 'sequence':
      return t`text ${spec.target}, ${formatCount(text?.vocabulary.length ?? 0)} different tokens`;
    case 'regression':
      return t`regression of ${spec.target}`;
    case 'binary':
      return t`binary, ${spec.target} is ${classes?.[1] ?? 'positive'}`;
    case 'multilabel':
      return t`any of ${classes?.length ?? 0} labels of ${spec.target}`;
    case 'detection':
      return t`boxes (${targetText(spec)}) of ${classes?.length ?? 0} classes`;
    case 'segmentation':
      return t`pixels of ${spec.target} in ${classes?.length ?? 0} classes`;
    case 'multiclass':
      return t`${spec.target} in ${classes?.length ?? 0} classes`;
  }
}
