import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCodeServer } from '../../scripts/codeServer.mjs';
import { ensureCodeServer } from '../../scripts/setup/codeServer.mjs';

export interface VsCodeOptions {
  /** `false`: workspaces start in Restricted Mode until trust is granted. */
  readonly trustAll?: boolean;
  /** User settings, as in `settings.json`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packed extension that is installed instead of loading the one of this repository. */
  readonly vsix?: string;
  /** The display language: VS Code's own texts stay English, those of extensions do not. */
  readonly locale?: string;
  /** Variables for the server and its extension host, besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code of its own: settings, extensions and state are in a folder that goes away with it. */
export interface VsCode {
  /** The page that opens a folder with the extension, and runs a test module in it if one is given. */
  readonly url: (folder: string, testsPath?: string) => string;
  /** Where extensions are installed. */
  readonly extensionsFolder: string;
  /** Ends the server and everything it started. */
  readonly stop: () => Promise<void>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
};

/** Starts VS Code as a server on a free port; it is installed first when it is missing. */
export async function startVsCode({
  trustAll = true,
  settings = {},
  vsix,
  locale,
  env = {},
}: VsCodeOptions = {}): Promise<VsCode> {
  const entry = await ensureCodeServer();
  // Short: the names of VS Code's sockets are under it, and 103 characters is the limit.
  const home = await mkdtemp(path.join(tmpdir(), 'mtl-'));
  const settingsFolder = path.join(home, 'user-data', 'User');
  await mkdir(settingsFolder, { recursive: true });
  const settingsText = JSON.stringify({ ...quietSettings, ...settings });
  await writeFile(path.join(settingsFolder, 'settings.json'), settingsText);
  if (locale !== undefined) await writeLanguagePack(path.dirname(settingsFolder), locale);
  const removeHome = (): Promise<void> => rm(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    const server = await startCodeServer({
      ...{ entry, home, trustAll, env },
      ...(vsix && { vsix }),
      ...(locale && { locale }),
    });
    return {
      url: server.url,
      extensionsFolder: path.join(home, 'extensions'),
      stop: async () => {
        await server.stop();
        await removeHome();
      },
    };
  } catch (error) {
    await removeHome();
    throw error;
  }
}

/** A language pack without a text: VS Code takes a display language only with one. */
async function writeLanguagePack(userData: string, locale: string): Promise<void> {
  const texts = path.join(userData, `${locale}.i18n.json`);
  await writeFile(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `texts.${locale}` }, version: '1.0.0' }];
  const pack = { hash: locale, extensions, label: locale, translations: { vscode: texts } };
  await writeFile(path.join(userData, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}
