import { currentL10n } from '../shared/l10n';

/** Makes a process that the extension starts speak the language of the editor. */
export function languageEnv(): { readonly MTL_LAB_LANGUAGE: string } {
  return { MTL_LAB_LANGUAGE: currentL10n().language };
}
