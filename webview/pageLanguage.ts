/**
 * The language of the page, which comes with it. Entry points import this before anything else: a
 * text may be translated when its module is loaded.
 */
import { configureL10n, languageOf, type Bundle } from '../src/shared/l10n';

const bundle = document.getElementById('l10n')?.textContent;
if (bundle) configureL10n(languageOf(document.documentElement.lang), JSON.parse(bundle) as Bundle);
