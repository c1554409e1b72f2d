/**
 * The language of a Node.js process, by its environment. Entry points import this before anything
 * else: a text may be translated when its module is loaded.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configureL10n, languageOf, type Bundle } from '../shared/l10n';

const { MTL_LAB_LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = process.env;
const language = languageOf([MTL_LAB_LANGUAGE, LC_ALL, LC_MESSAGES, LANG].find(Boolean));
if (language !== 'en') {
  // Beside the `dist` that this is built into.
  const file = join(__dirname, '..', 'l10n', `bundle.l10n.${language}.json`);
  configureL10n(language, JSON.parse(readFileSync(file, 'utf8')) as Bundle);
}
