import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { FoundRun } from '../../runs/readRun';
import { readTrained } from '../../runs/trainedWeights';
import { likeliestFirst, type Answer } from '../../shared/answers';
import { formatShare } from '../../shared/numberText';
import { askRun, type AskOptions } from '../process/askTrainer';
import { withTrainer } from '../withTrainer';
import { answerText } from './answerText';
import { RowForm } from './rowForm';
import { t } from '../../shared/l10n';

const mostLabels = 4;

/**
 * Lets a person put a row together and shows what each task says of it, anew after every change.
 * @throws MtlError when the run has no weights, or the row cannot be encoded
 */
export async function tryModel(found: FoundRun, trainer: AskOptions): Promise<void> {
  const { encoding } = await readTrained(found);
  const form = new RowForm(encoding);
  const folder = dirname(found.run.experimentFile);
  while (await form.askForRest()) {
    const question = { cells: form.cells, folder };
    const answers = await withTrainer(trainer, t`Asking the model`, (options) =>
      askRun(options, found.directory, question),
    );
    if (!answers) return;
    const picked = await pickFeature(t`Try ${found.run.id}`, answers, form);
    if (!picked) return;
    await form.change(picked);
  }
}

/** Shows the answers, each whole when it is picked, until a feature is. @returns undefined when cancelled */
async function pickFeature(
  title: string,
  answers: readonly Answer[],
  form: RowForm,
): Promise<vscode.QuickPickItem | undefined> {
  const answerItems = answers.map(answerItem);
  const items = [
    separator(t`What the model says`),
    ...answerItems,
    separator(t`What it sees`),
    ...form.items,
  ];
  for (;;) {
    const picked = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: t`Pick an answer to read it whole, or what the model sees to change it`,
      matchOnDescription: true,
    });
    const answer = picked && answers[answerItems.indexOf(picked)];
    if (!answer) return picked;
    const detail = [answerText(answer), ...shares(answer)].join('\n');
    await vscode.window.showInformationMessage(answer.task, { modal: true, detail });
  }
}

/** Texts are the description, which VS Code shows whole to the mouse where it does not fit. */
function answerItem(answer: Answer): vscode.QuickPickItem {
  const { task, tokens, value, probabilities } = answer;
  const says = answerText(answer);
  const isText = tokens !== undefined || (typeof value === 'string' && !probabilities);
  if (isText) return { label: `$(symbol-event) ${task}`, description: says };
  const label = `$(symbol-event) ${task}: ${says}`;
  return { label, description: shares(answer).slice(0, mostLabels).join(' · ') };
}

/** `Gentoo (98.3 %)`: each label, where there are some, the likeliest first. */
function shares({ probabilities = {} }: Answer): string[] {
  return likeliestFirst(probabilities).map(([name, share]) => `${name} (${formatShare(share, 1)})`);
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
