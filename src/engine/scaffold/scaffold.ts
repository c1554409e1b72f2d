import { resolve } from 'node:path';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { suggest } from '../../shared/nearest';
import { templates, type OwnDataAnswers, type Template } from '../../shared/scaffold';
import { copySample } from './copySample';
import { ownDataExperiment } from './ownData';
import { writeNewFile } from './newFiles';

/**
 * Writes a new experiment into a directory, which is created when it is not there. No file is ever
 * overwritten. `own-data` leaves the table where it is and names it by a relative path.
 * @param template one of {@link templates}
 * @param ownData what was chosen, for `own-data`
 * @returns absolute path of the experiment file, which validates and trains at once
 * @throws MtlError of kind `usage` when a file is in the way or the answers do not fit the table, of
 * kind `data` when the table cannot be read
 */
export async function scaffold(
  template: string,
  directory: string,
  ownData?: OwnDataAnswers,
): Promise<string> {
  const folder = resolve(directory);
  if (!isTemplate(template)) {
    throw usageError(
      'unknown-template',
      t`There is no template '${template}'.`,
      suggest(template, templates, t`Templates`),
    );
  }
  if (template !== 'own-data') return copySample(template, folder);
  if (!ownData) {
    throw usageError(
      'no-table',
      t`The template own-data needs a table.`,
      t`Name a table and targets.`,
    );
  }
  const { fileName, text } = await ownDataExperiment(ownData, folder);
  return writeNewFile(folder, fileName, text);
}

function isTemplate(text: string): text is Template {
  return templates.some((template) => template === text);
}

function usageError(code: string, message: string, hint: string): MtlError {
  return new MtlError({ kind: 'usage', code, message, hint });
}
