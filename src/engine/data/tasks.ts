import type { EncodedTask } from '../../shared/encoding';
import { t } from '../../shared/l10n';
import type { BinaryTask, MulticlassTask, RegressionTask, TaskSpec } from '../../shared/experiment';
import { suggest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { noCategory } from './categoryColumn';
import { dataError, experimentKeyError } from './dataError';
import type { TargetColumn } from './dataset';
import type { Part } from './splitParts';
import { statistics } from './statistics';
import { fitDetection } from './targets/detection';
import { fitMultilabel } from './targets/multilabel';
import { fitSegmentation } from './targets/segmentation';
import { taskClasses } from './taskClasses';
import { fitSequence } from './text/fitSequence';
import { fitTagging } from './text/fitTagging';

/** A task whose encoding is settled by the training data. */
export interface FittedTask {
  readonly task: EncodedTask;
  /** @throws MtlError of kind `data` at a label that the training table does not have */
  readonly encode: (part: Part) => Promise<TargetColumn>;
  /** Sentences for the person about the parts that were encoded. */
  readonly warnings?: () => readonly string[];
}

/**
 * Fits a task's target: classes are the labels of the whole training table (a rare one may be in no
 * training row), the scale of a regression is that of the training part.
 * @throws MtlError of kind `data` when the labels do not fit the task
 */
export function fitTask(
  source: ExperimentSource,
  name: string,
  spec: TaskSpec,
  train: Part,
): FittedTask {
  switch (spec.type) {
    case 'regression':
      return fitRegression(source, name, spec, train);
    case 'binary':
    case 'multiclass':
      return fitClassification(source, name, spec, train);
    case 'multilabel':
      return fitMultilabel(source, name, spec, train);
    case 'detection':
      return fitDetection(source, name, spec, train);
    case 'segmentation':
      return fitSegmentation(source, name, spec);
    case 'tagging':
      return fitTagging(source, name, spec, train);
    case 'sequence':
      return fitSequence(source, name, spec, train);
  }
}

function fitRegression(
  source: ExperimentSource,
  name: string,
  spec: RegressionTask,
  train: Part,
): FittedTask {
  const { target } = spec;
  const { count, mean, deviation } = statistics(train.columns.number(target), train.rows);
  if (count === 0) throw noLabels(source, name, target);
  const isScaled = spec.scale === 'standard';
  const shift = isScaled ? mean : 0;
  const scale = isScaled ? deviation || 1 : 1;
  return {
    task: { name, spec, outputs: 1, shift, scale },
    encode({ columns, rows }) {
      const numbers = columns.number(target);
      return Promise.resolve(masked(rows, (row) => (numbers.at(row) - shift) / scale));
    },
  };
}

function fitClassification(
  source: ExperimentSource,
  name: string,
  spec: BinaryTask | MulticlassTask,
  train: Part,
): FittedTask {
  const { target } = spec;
  const column = train.columns.category(target);
  const trainCodes = column.codes;
  if (train.rows.every((row) => trainCodes[row] === noCategory)) {
    throw noLabels(source, name, target);
  }
  const classes = taskClasses(source, name, spec, column);
  const outputs = spec.type === 'binary' ? 1 : classes.labels.length;
  return {
    task: { name, spec, outputs, classes: classes.labels, shift: 0, scale: 1 },
    async encode({ columns, rows }) {
      const { codes, texts } = columns.category(target);
      const indices = texts.map((text) => classes.indexOf(text));
      const stranger = indices.indexOf(undefined);
      if (stranger !== -1) {
        const location = await columns.file.locate(codes.indexOf(stranger), target);
        throw unknownLabel(target, texts[stranger] ?? '', classes.labels, location);
      }
      return masked(rows, (row) => indices[codes[row] ?? noCategory] ?? Number.NaN);
    },
  };
}

/** Values of labels by row of the table, with a mask where some have none, which is NaN. */
function masked(rows: Int32Array, labelAt: (row: number) => number): TargetColumn {
  const values = new Float32Array(rows.length);
  let mask: Float32Array | undefined;
  rows.forEach((row, index) => {
    const label = labelAt(row);
    if (Number.isNaN(label)) (mask ??= new Float32Array(rows.length).fill(1))[index] = 0;
    else values[index] = label;
  });
  return mask ? { values, mask } : { values };
}

export function noLabels(source: ExperimentSource, task: string, target: string): Error {
  return experimentKeyError(source, ['tasks', task, 'target'], 'value', {
    code: 'no-labels',
    message: t`The task '${task}' has no label: the column '${target}' is empty in the training rows.`,
    hint: t`Is the target the right column, and does data.missing list one of its labels?`,
  });
}

export function unknownLabel(
  target: string,
  label: string,
  labels: readonly string[],
  location: Parameters<typeof dataError>[1],
): Error {
  return dataError(
    {
      code: 'unknown-label',
      message: t`'${label}' in the column '${target}' is no label of the training table.`,
      hint: suggest(label, labels, t`Labels`),
    },
    location,
  );
}
