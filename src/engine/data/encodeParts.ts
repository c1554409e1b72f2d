import { listed, t } from '../../shared/l10n';
import { formatCount } from '../../shared/numberText';
import type { EncodedFeature, EncodedInput, Encoding } from '../../shared/encoding';
import type { ExperimentSource } from '../../shared/parseExperiment';
import type { Features } from './columnRequests';
import type { Dataset, LoadedData, TargetColumn } from './dataset';
import { checkEncodedSize } from './encodedSize';
import { fitFeature } from './features';
import { fitInput, inputOf, isInput, type FittedInput, type InputOptions } from './fitInput';
import type { Part, Parts } from './splitParts';
import { fitTask, type FittedTask } from './tasks';
import { writeFeatures } from './writeFeatures';

/**
 * Fits features and tasks on the training part and encodes all parts. The numbers of the tables are
 * given back as they are encoded: the tables are of no use afterwards.
 * @param warnings gets what was replaced, never seen or missing
 * @throws MtlError of kind `data` when columns or labels do not fit the experiment
 */
export async function encodeParts(
  source: ExperimentSource,
  features: Features,
  { train, validation, test }: Parts,
  warnings: string[],
  options: InputOptions,
): Promise<LoadedData> {
  const { width, features: fitted } = fitFeatures(source, features, train);
  checkEncodedSize(
    source,
    { features: fitted, inputs: inputsOf(features, train) },
    [train, validation, test].map(({ rows }) => rows.length),
    warnings,
  );
  const inputs = await fitInputs(features, train, options);
  const tasks = fitTasks(source, train);
  /** The part with its features still to be written. */
  const open = async (part: Part): Promise<Dataset> => {
    const targets: Record<string, TargetColumn> = {};
    for (const { task, encode } of tasks) targets[task.name] = await encode(part);
    const given: NonNullable<Dataset['inputs']>[number][] = [];
    for (const input of inputs) given.push(await input.encode(part));
    return {
      rows: part.rows.length,
      features: new Float32Array(part.rows.length * width),
      ...(given.length > 0 && { inputs: given }),
      targets,
      tableRows: part.rows,
    };
  };
  const data = {
    encoding: {
      width,
      features: fitted,
      ...encodedInputs(inputs.map(({ input }) => input)),
      tasks: tasks.map(({ task }) => task),
    },
    train: await open(train),
    validation: await open(validation),
    test: await open(test),
  };
  const replaced = writeFeatures(fitted, width, [
    { part: train, output: data.train.features },
    { part: validation, output: data.validation.features },
    { part: test, output: data.test.features },
  ]);
  return {
    ...data,
    warnings: [
      ...warnings,
      ...featureWarnings(fitted, replaced),
      ...[...inputs, ...tasks].flatMap((fitted) => fitted.warnings?.() ?? []),
      ...labelWarnings(data),
    ],
  };
}

/**
 * How features and labels become numbers, without doing it: what a model is built for.
 * @throws MtlError as {@link encodeParts}
 */
export function fitEncoding(source: ExperimentSource, features: Features, train: Part): Encoding {
  return {
    ...fitFeatures(source, features, train),
    ...encodedInputs(inputsOf(features, train)),
    tasks: fitTasks(source, train).map(({ task }) => task),
  };
}

function fitFeatures(
  source: ExperimentSource,
  features: Features,
  train: Part,
): Pick<Encoding, 'width' | 'features'> {
  const fitted: EncodedFeature[] = [];
  let width = 0;
  for (const [name, spec] of Object.entries(features)) {
    if (isInput(spec)) continue;
    const next = fitFeature(source, name, spec, width, train);
    fitted.push(next);
    width += next.width;
  }
  return { width, features: fitted };
}

async function fitInputs(
  features: Features,
  train: Part,
  options: InputOptions,
): Promise<readonly FittedInput[]> {
  const inputs: FittedInput[] = [];
  for (const [name, spec] of Object.entries(features)) {
    if (isInput(spec)) inputs.push(await fitInput(name, spec, train, options));
  }
  return inputs;
}

/** The inputs as far as they are known without reading pictures. */
function inputsOf(features: Features, train: Part): readonly EncodedInput[] {
  return Object.entries(features).flatMap(([name, spec]) =>
    isInput(spec) ? [inputOf(name, spec, train)] : [],
  );
}

function encodedInputs(inputs: readonly EncodedInput[]): Pick<Encoding, 'inputs'> {
  return inputs.length > 0 ? { inputs } : {};
}

function fitTasks(source: ExperimentSource, train: Part): FittedTask[] {
  return Object.entries(source.experiment.tasks).map(([name, spec]) =>
    fitTask(source, name, spec, train),
  );
}

function featureWarnings(
  features: readonly EncodedFeature[],
  replaced: readonly number[],
): string[] {
  const counts = (type: 'number' | 'category'): string =>
    listed(
      features.flatMap(({ name, encoding }, index) => {
        const count = replaced[index] ?? 0;
        return encoding.type === type && count > 0 ? [t`'${name}' (${formatCount(count)})`] : [];
      }),
    );
  const filled = counts('number');
  const unseen = counts('category');
  return [
    ...(filled ? [t`Missing numbers were replaced by the training mean: ${filled}.`] : []),
    ...(unseen ? [t`Categories that no training row has count as unknown: ${unseen}.`] : []),
  ];
}

function labelWarnings({
  encoding,
  train,
  validation,
  test,
}: Omit<LoadedData, 'warnings'>): string[] {
  const parts = [train, validation, test];
  const rows = parts.reduce((total, part) => total + part.rows, 0);
  return encoding.tasks.flatMap(({ name, classes: labels = [], targetShape }) => {
    // Of what is no single label, the numbers of a target do not say which labels there are.
    const classes = targetShape ? [] : labels;
    const missing = parts.reduce((total, { targets }) => {
      const mask = targets[name]?.mask;
      return total + (mask ? mask.length - mask.reduce((sum, label) => sum + label, 0) : 0);
    }, 0);
    const trained = new Set(train.targets[name]?.values);
    // Of tokens, 0 is padding.
    const first = targetShape ? 1 : 0;
    const untrained = classes.filter((_, index) => !trained.has(first + index));
    return [
      ...(missing > 0
        ? [
            t`'${name}' has no label in ${formatCount(missing)} of ${formatCount(rows)} rows; they count for the other tasks.`,
          ]
        : []),
      ...(untrained.length > 0
        ? [t`No training row has these labels of '${name}': ${listed(untrained)}.`]
        : []),
    ];
  });
}
