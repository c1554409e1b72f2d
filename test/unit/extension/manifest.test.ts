import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../../../package.json';
import english from '../../../package.nls.json';
import { commandIds } from '../../../src/extension/commandIds';

const texts = new Map(Object.entries(english).map(([key, text]) => [`%${key}%`, text]));
/** With its texts in English, as VS Code reads it. */
const { contributes } = JSON.parse(
  JSON.stringify(manifest, (_, value: unknown) =>
    typeof value === 'string' ? (texts.get(value) ?? value) : value,
  ),
) as typeof manifest;
const declared = contributes.commands.map(({ command }) => command);

test('the manifest declares exactly the commands that the code registers', () => {
  expect([...declared].sort()).toEqual([...commandIds].sort());
  expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(
    new Set(['MTL Lab']),
  );
});

test('menus, welcome texts and conditions name commands and views that exist', () => {
  const views = contributes.views.mtlLab.map(({ id }) => id);
  const menus = Object.values(contributes.menus).flat();
  for (const { command } of menus) expect(declared).toContain(command);
  for (const { view, contents } of contributes.viewsWelcome) {
    expect(views).toContain(view);
    for (const [, id] of contents.matchAll(/command:(mtlLab\.\w+)/g))
      expect(declared).toContain(id);
  }
  for (const { when } of menus) {
    for (const [, id] of when.matchAll(/view == (\S+)/g)) expect(views).toContain(id);
  }
});

test('every command is in the palette but those on a file that another one asks for', () => {
  const hidden = contributes.menus.commandPalette.map(({ command }) => command);
  const inPalette = contributes.commands
    .filter(({ command }) => !hidden.includes(command))
    .map(({ title }) => title);
  expect(inPalette).toEqual([
    'Train Multi-Task Model',
    'Stop Training',
    'Pause Training',
    'Train One Step',
    'Continue Training',
    'New Experiment',
    'Show Architecture',
    'Show Metrics',
    'Show Log',
    'Install TensorFlow Backend',
    'Refresh Experiments',
    'Show Run in Metrics',
    'Open Run Record',
    'Open Experiment of Run',
    'Open Experiment As Used',
    'Compare Experiment with File',
    'Try the Model',
    'Train Again',
    'Resume Run',
    'Pin Run',
    'Unpin Run',
    'Rename Run',
    'Tag Run',
    'Note on Run',
    'Reveal Run Folder',
    'Delete Run',
    'Sort Runs',
    'Filter Runs',
    'Clear Filter of Runs',
    'Refresh Runs',
    'Compare Runs',
  ]);
});

test('key bindings are those of the Explorer, in the list of runs alone, and documented', () => {
  const views = contributes.views.mtlLab.map(({ id }) => id);
  const keys = contributes.keybindings.map(({ command, key, mac }) => [command, key, mac]);
  expect(keys).toEqual([
    ['mtlLab.renameRun', 'f2', undefined],
    ['mtlLab.deleteRun', 'delete', 'cmd+backspace'],
  ]);
  for (const { command, when } of contributes.keybindings) {
    expect(declared).toContain(command);
    const [, view] = /^focusedView == (\S+) && listFocus && !inputFocus$/.exec(when) ?? [];
    expect(views).toContain(view);
  }
  for (const readme of ['README.md', 'README.zh-CN.md']) {
    const text = readFileSync(readme, 'utf8');
    for (const key of ['F2', 'Delete', 'Cmd+Backspace', 'Enter'])
      expect(text, readme).toContain(`\`${key}\``);
  }
});

test('the extension starts when VS Code is ready, to join the run of a reloaded window', () => {
  // A dashboard that was open in the window is restored, too.
  expect(manifest.activationEvents).toEqual([
    'onStartupFinished',
    'onWebviewPanel:mtlLab.dashboard',
  ]);
  expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
  expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
});

test('icons exist and take the colour of the theme', () => {
  const icons = [
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.views.mtlLab.map(({ icon }) => icon),
  ];
  for (const icon of icons) {
    const svg = readFileSync(icon, 'utf8');
    expect(svg).toContain('currentColor');
    expect(svg).not.toMatch(/#[0-9a-f]{3,6}/i);
  }
  expect(existsSync(manifest.icon)).toBe(true);
});

test('every setting is read, and every setting that is read is declared', () => {
  const source = readFileSync('src/extension/settings.ts', 'utf8');
  const read = [...source.matchAll(/settings\.get[^(]*\('(\w+)'/g)].map(([, key]) => key);
  expect(Object.keys(contributes.configuration.properties)).toEqual(
    read.map((key) => `mtlLab.${key}`),
  );
});

test('the README says what every setting is for', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const setting of Object.keys(contributes.configuration.properties))
    expect(readme).toContain(`| \`${setting}\` |`);
});

test('the schema of experiment files is part of the extension', () => {
  for (const { url } of contributes.jsonValidation) expect(existsSync(url)).toBe(true);
});

test('the walkthrough names files, commands, views and context keys that exist', () => {
  const [{ steps }] = contributes.walkthroughs as [(typeof contributes.walkthroughs)[number]];
  const views = contributes.views.mtlLab.map(({ id }) => id);
  const known = [
    ...declared.map((id) => `onCommand:${id}`),
    ...views.flatMap((id) => [`onView:${id}`, `onCommand:${id}.focus`]),
    'onContext:mtlLab.training',
  ];
  for (const { description, media, completionEvents } of steps) {
    for (const [, id] of description.matchAll(/command:([\w.]+)/g))
      expect([...declared, ...views.map((view) => `${view}.focus`)]).toContain(id);
    for (const event of completionEvents) expect(known).toContain(event);
    for (const file of media.markdown ? [media.markdown] : Object.values(media.image ?? {}))
      expect(existsSync(file), file).toBe(true);
  }
});
