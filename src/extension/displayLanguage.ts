/**
 * MTL Lab speaks the editor's language. The entry point imports this before anything else: a text
 * may be translated when its module is loaded.
 */
import * as vscode from 'vscode';
import { configureL10n, languageOf } from '../shared/l10n';

const { bundle } = vscode.l10n;
if (bundle) configureL10n(languageOf(vscode.env.language), bundle);
