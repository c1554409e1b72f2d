import type { BinaryTask, MulticlassTask } from '../../shared/experiment';
import type { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { suggest } from '../../shared/nearest';
import type { ExperimentSource } from '../../shared/parseExperiment';
import type { CategoryColumn } from './categoryColumn';
import { experimentKeyError } from './dataError';
import { foldLabel, knownPair, sortLabels } from './labels';

/** The classes of a task and which of them a label means. */
export interface TaskClasses {
  /** Binary: negative, positive. */
  readonly labels: readonly string[];
  /** Position in `labels`; undefined for a label that is none of them. */
  indexOf(label: string): number | undefined;
}

const mostShown = 5;

/**
 * Settles the classes of a task by the labels of the training table.
 * @throws MtlError of kind `data` when they do not fit the task
 */
export function taskClasses(
  source: ExperimentSource,
  task: string,
  spec: BinaryTask | MulticlassTask,
  { texts }: CategoryColumn,
): TaskClasses {
  if (texts.length < 2) {
    throw targetError(source, task, {
      code: 'single-class',
      message: t`Every label of the task '${task}' is '${texts[0] ?? ''}': there is nothing to learn.`,
    });
  }
  return spec.type === 'multiclass'
    ? exactClasses(sortLabels(texts))
    : binaryClasses(source, task, spec, texts);
}

function binaryClasses(
  source: ExperimentSource,
  task: string,
  spec: BinaryTask,
  texts: readonly string[],
): TaskClasses {
  const { positive } = spec;
  const pair = knownPair(texts);
  if (positive === undefined && pair) {
    const labels = pair.map((label) => texts.find((text) => foldLabel(text) === label) ?? label);
    const indexOf = (label: string): number | undefined => {
      const index = pair.indexOf(foldLabel(label));
      return index === -1 ? undefined : index;
    };
    return { labels, indexOf };
  }
  if (texts.length > 2) {
    throw targetError(source, task, {
      code: 'not-binary',
      message: t`The column '${spec.target}' has ${texts.length} labels (${shown(texts)}); a binary task has two.`,
      hint: t`Make '${task}' a multiclass task, or correct the labels; a text that means "no label" belongs in data.missing.`,
    });
  }
  if (positive === undefined) {
    throw targetError(source, task, {
      code: 'positive-needed',
      message: t`Which label of '${spec.target}' is the positive one: ${shown(texts)}?`,
      hint: t`Add "positive": ${JSON.stringify(texts[0])} or "positive": ${JSON.stringify(texts[1])} to the task.`,
    });
  }
  if (!texts.includes(positive)) {
    throw experimentKeyError(source, ['tasks', task, 'positive'], 'value', {
      code: 'unknown-label',
      message: t`The column '${spec.target}' has no label '${positive}'.`,
      hint: suggest(positive, texts, t`Labels`),
    });
  }
  return exactClasses([texts.find((text) => text !== positive) ?? '', positive]);
}

function exactClasses(labels: readonly string[]): TaskClasses {
  const indices = new Map(labels.map((label, index) => [label, index]));
  return { labels, indexOf: (label) => indices.get(label) };
}

function shown(texts: readonly string[]): string {
  const more = texts.length > mostShown ? ', …' : '';
  return (
    texts
      .slice(0, mostShown)
      .map((text) => `'${text}'`)
      .join(', ') + more
  );
}

function targetError(
  source: ExperimentSource,
  task: string,
  problem: Parameters<typeof experimentKeyError>[3],
): MtlError {
  return experimentKeyError(source, ['tasks', task, 'target'], 'value', problem);
}
