import * as vscode from 'vscode';
import { t } from '../../shared/l10n';
import type { OwnDataAnswers, Template } from '../../shared/scaffold';
import { scaffoldExperiment, type AskOptions } from '../process/askTrainer';
import { requireTrust } from '../workspaceTrust';
import { askFolder } from './askFolder';
import { askOwnData } from './askOwnData';
import { withTrainer } from '../withTrainer';

const title = t`New Experiment`;

const templateItems: readonly (vscode.QuickPickItem & { readonly template: Template })[] = [
  {
    template: 'first-steps',
    label: t`$(book) First steps`,
    detail: t`Joint training explained line by line: two regression tasks, ten epochs.`,
  },
  {
    template: 'adult',
    label: t`$(beaker) Adult census`,
    detail: t`Two binary tasks, income and marriage, on 4,000 people. The classic of the field.`,
  },
  {
    template: 'penguins',
    label: t`$(beaker) Palmer penguins`,
    detail: t`Three tasks of different types: species, sex, body mass. Some labels are missing.`,
  },
  {
    template: 'census',
    label: t`$(beaker) Census income`,
    detail: t`Two loosely related binary tasks on a mixture of experts, next to one model a task.`,
  },
  {
    template: 'multi-mnist',
    label: '$(file-media) Multi-MNIST',
    detail: t`Two digits in one picture: a convolutional network with two heads.`,
  },
  {
    template: 'objects-and-faces',
    label: t`$(smiley) Objects and faces`,
    detail: t`Small pictures: is there a face, in which mood, what else, and where. Boxes included.`,
  },
  {
    template: 'reviews',
    label: t`$(comment) Clothing reviews`,
    detail: t`Texts: would she recommend it, how many stars, which department?`,
  },
  {
    template: 'compiler-messages',
    label: t`$(comment-discussion) Compiler messages`,
    detail: t`Texts: a translation, a label for each token and a class, from one encoder.`,
  },
  {
    template: 'own-model',
    label: t`$(code) Your own model`,
    detail: t`Layers, a loss and a metric written in TypeScript, on the Palmer penguins.`,
  },
  {
    template: 'own-data',
    label: t`$(table) Your own table`,
    detail: t`A CSV, TSV, JSON Lines or Parquet file: choose the columns to predict.`,
  },
];

/** Asks for a template and its answers, writes the experiment folder and opens the experiment. */
export async function newExperiment(trainer: AskOptions): Promise<vscode.Uri | undefined> {
  if (!requireTrust(t`Creating an experiment`)) return undefined;
  const picked = await vscode.window.showQuickPick(templateItems, {
    title,
    placeHolder: t`What to start from`,
    matchOnDetail: true,
  });
  if (!picked) return undefined;
  const { template } = picked;
  let ownData: OwnDataAnswers | undefined;
  if (template === 'own-data') {
    ownData = await askOwnData(trainer, title);
    if (!ownData) return undefined;
  }
  const directory = await askFolder(title, ownData?.name ?? template);
  if (directory === undefined) return undefined;
  return createExperiment(trainer, { template, directory, ...(ownData && { ownData }) });
}

/**
 * Writes an experiment folder and opens the experiment.
 * @returns undefined when the person cancels
 * @throws MtlError when it cannot be written
 */
export async function createExperiment(
  trainer: AskOptions,
  request: Parameters<typeof scaffoldExperiment>[1],
): Promise<vscode.Uri | undefined> {
  const file = await withTrainer(trainer, t`Creating the experiment`, (options) =>
    scaffoldExperiment(options, request),
  );
  if (file === undefined) return undefined;
  const uri = vscode.Uri.file(file);
  await vscode.window.showTextDocument(uri, { preview: false });
  return uri;
}
