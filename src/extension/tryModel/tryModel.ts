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
    const picked = await vscode.window.showQuickPick<vscode.QuickPickItem>(
      [
        separator(t`What the model says`),
        ...answers.map(answerItem),
        separator(t`What it sees`),
        ...form.items,
      ],
      {
        title: t`Try ${found.run.id}`,
        placeHolder: t`Pick what the model sees to change it`,
        matchOnDescription: true,
      },
    );
    if (!picked) return;
    await form.change(picked);
  }
}

/** Texts are the description, which VS Code shows whole to the mouse where it does not fit. */
function answerItem(answer: Answer): vscode.QuickPickItem {
  const { task, tokens, value, probabilities } = answer;
  const says = answerText(answer);
  const isText = tokens !== undefined || (typeof value === 'string' && !probabilities);
  if (isText) return { label: `$(symbol-event) ${task}`, description: says };
  const label = `$(symbol-event) ${task}: ${says}`;
  if (!probabilities) return { label };
  const likeliest = likeliestFirst(probabilities);
  const shares = likeliest.slice(0, mostLabels);
  const parts = shares.map(([name, share]) => `${name} (${formatShare(share, 1)})`);
  return { label, description: parts.join(' · ') };
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
