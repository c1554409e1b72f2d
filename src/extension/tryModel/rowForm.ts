import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { EncodedFeature, EncodedInput, Encoding } from '../../shared/encoding';
import { formatValue } from '../../shared/numberText';
import { t } from '../../shared/l10n';

type Field = EncodedFeature | EncodedInput;

/** The features of a row that a person puts together, one by one. */
export class RowForm {
  private readonly values = new Map<string, string>();
  private readonly fields: readonly Field[];

  constructor(encoding: Encoding) {
    this.fields = [...(encoding.inputs ?? []), ...encoding.features];
  }

  /** A cell for each feature; a missing number or category is an empty one. */
  get cells(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.fields.map(({ name }) => [name, this.values.get(name) ?? '']));
  }

  get items(): readonly vscode.QuickPickItem[] {
    return this.fields.map((field) => ({
      label: field.name,
      description: describe(field, this.values.get(field.name)),
    }));
  }

  /** Asks for what has no value that could stand for it: pictures. @returns false when cancelled */
  async askForRest(): Promise<boolean> {
    for (const field of this.fields) {
      const needed = field.encoding.type === 'image' && !this.values.has(field.name);
      if (needed && !(await this.ask(field))) return false;
    }
    return true;
  }

  /** Asks for the feature of a picked item, if it is one of `items`. */
  async change(picked: vscode.QuickPickItem): Promise<void> {
    const field = this.fields.find(({ name }) => name === picked.label);
    if (field) await this.ask(field);
  }

  /** @returns false when cancelled */
  private async ask(field: Field): Promise<boolean> {
    const value = await askFor(field, this.values.get(field.name));
    if (value !== undefined) this.values.set(field.name, value);
    return value !== undefined;
  }
}

function describe({ encoding }: Field, value: string | undefined): string {
  if (value !== undefined && value !== '') {
    return encoding.type === 'image' ? basename(value) : value;
  }
  switch (encoding.type) {
    case 'number':
      return t`not given: the training mean, ${formatValue(encoding.missing)}`;
    case 'category':
      return t`not given: as one that training has not seen`;
    case 'text':
      return t`not given: an empty text`;
    case 'image':
      return '';
  }
}

/** @returns undefined when cancelled */
async function askFor({ name, encoding }: Field, value = ''): Promise<string | undefined> {
  switch (encoding.type) {
    case 'number':
      return vscode.window.showInputBox({
        title: name,
        value,
        prompt: t`A number; nothing for the training mean.`,
        validateInput: (text) =>
          Number.isFinite(Number(text)) ? undefined : t`This is no number.`,
      });
    case 'category':
      return vscode.window.showQuickPick([...encoding.categories], { title: name });
    case 'text':
      return vscode.window.showInputBox({ title: name, value, prompt: t`A text.` });
    case 'image': {
      const files = await vscode.window.showOpenDialog({
        title: name,
        openLabel: t`Try`,
        filters: { [t`Pictures`]: ['png', 'jpg', 'jpeg'] },
      });
      return files?.[0]?.fsPath;
    }
  }
}
