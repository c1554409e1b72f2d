import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { copySample, trainSample, type WorkingCopy } from '../support/samples';
import { focusedName, focusedRow } from './focusStop';
import { locales, wordsIn } from './wordsIn';
import { Workbench } from './workbench';

describe.for(locales)(
  'runs are kept in order by the keyboard only, in %s',
  { timeout: 120_000 },
  (locale) => {
    const say = wordsIn(locale);
    const list = say.view('runs');
    let sample: WorkingCopy;
    let workbench: Workbench;

    beforeAll(async () => {
      sample = await copySample('adult');
      for (const epochs of [1, 2]) await trainSample(sample, '--set', `training.epochs=${epochs}`);
      workbench = await Workbench.open({ folder: sample.folder, locale });
      await workbench.typeCommand('View: Show MTL Lab');
      await workbench.treeRow(list, 'adult').waitFor();
      await focusList();
    });

    afterAll(async () => {
      await workbench.screenshot(`keyboard-runs-${locale}-end`);
      await workbench.close();
      await sample.remove();
    });

    test('F2 renames the row with the focus, which stays there', async () => {
      await press('End', 'F2');
      await workbench.answer(say.text('Rename Run'), 'one epoch');
      await workbench.treeRow(list, 'one epoch').waitFor();
      expect(await focusedRow(workbench.page).textContent()).toContain('one epoch');
      expect(await workbench.treeRow(list, 'one epoch').getAttribute('aria-selected')).toBe(
        'false',
      );
    });

    test('tag, note and pin ask in the palette for the run', async () => {
      await workbench.typeCommand(say.command('tagRun'));
      await pick('one epoch');
      await workbench.answer(say.text('Tags, with spaces between them'), 'quick');
      await workbench.treeRow(list, '#quick').waitFor();
      await workbench.typeCommand(say.command('noteRun'));
      await pick('one epoch');
      const note = 'What should be remembered of this run; it is part of its tooltip';
      await workbench.answer(say.text(note), 'Far too short.');
      // A screen reader's text; and rows listed anew can take the focus from a question just asked.
      await workbench.treeRow(list, 'Far too short.').waitFor();
      await workbench.typeCommand(say.command('pinRun'));
      await pick('one epoch');
      await workbench.treeRow(list, say.text('pinned')).waitFor();
      await workbench.typeCommand(say.command('unpinRun'));
      await workbench.quickPick('one epoch').waitFor();
      expect(await workbench.page.locator('.quick-input-list .monaco-list-row').count()).toBe(1);
      await press('Escape');
      expect(await focusedRow(workbench.page).textContent()).toContain('one epoch');
    });

    test('where no run fits, that is said', async () => {
      await workbench.typeCommand(say.command('resumeRun'));
      const nothing = 'There is nothing to resume: only a run that was stopped or failed goes on.';
      await workbench.notification(say.text(nothing)).waitFor();
    });

    test('Delete deletes the row with the focus, and a key brings it back', async () => {
      await press('Home', 'Delete');
      await workbench.notification(say.text("The run '{0}' is deleted.", 'one epoch')).waitFor();
      await workbench.treeRow(list, 'one epoch').waitFor({ state: 'detached' });
      await press('Control+Shift+A');
      await workbench.treeRow(list, 'one epoch').waitFor();
      expect(await focusedName(workbench.page)).toBe(list);
    });

    test('Delete with several rows selected deletes all of them, and one key brings them back', async () => {
      await press('Home', 'Control+Shift+Enter', 'ArrowDown', 'Control+Shift+Enter', 'Delete');
      await workbench.notification(say.text('{0} runs are deleted.', '2')).waitFor();
      await expect.poll(() => rows().count()).toBe(0);
      await workbench.screenshot(`keyboard-runs-${locale}-deleted`);
      await press('Control+Shift+A');
      await expect.poll(() => rows().count()).toBe(2);
    });

    test('several selected rows get the same tag and keep their own', async () => {
      // An empty view gives its focus away.
      await focusList();
      await press('Escape', 'Home', 'Control+Shift+Enter', 'ArrowDown', 'Control+Shift+Enter');
      await expect.poll(() => selectedRows().count()).toBe(2);
      await press('Shift+F10');
      await workbench.page.getByRole('menuitem', { name: say.menu('tagRun') }).waitFor();
      await workbench.screenshot(`keyboard-runs-${locale}-menu`);
      await workbench.page.getByRole('menuitem', { name: say.menu('tagRun') }).click();
      const prompt = 'Tags of all {0} runs, with spaces between them; each keeps its others';
      await workbench.answer(say.text(prompt, '2'), 'paper');
      await expect.poll(() => rows().filter({ hasText: '#paper' }).count()).toBe(2);
      expect(await rows().filter({ hasText: '#quick' }).count()).toBe(1);
    });

    test('the list is filtered, and shows everything again', async () => {
      await workbench.typeCommand(say.command('filterRuns'));
      await workbench.quickPick('quick').waitFor();
      await workbench.page.keyboard.type('quick');
      await press('ArrowDown', 'Space', 'Enter');
      await expect.poll(() => rows().count()).toBe(1);
      await workbench.typeCommand(say.command('clearRunFilter'));
      await expect.poll(() => rows().count()).toBe(2);
    });

    test('two selected runs are compared, by the names and tags that they got', async () => {
      await focusList();
      await press('Escape', 'Home', 'Control+Shift+Enter', 'ArrowDown', 'Control+Shift+Enter');
      await workbench.typeCommand(say.command('compareRuns'));
      await expect.poll(() => workbench.dashboard.charts.count()).toBe(2);
      await expect.poll(() => workbench.dashboard.tickedBoxes.count()).toBe(2);
      await workbench.dashboard.row('one epoch').filter({ hasText: '#quick #paper' }).waitFor();
      await workbench.screenshot(`keyboard-runs-${locale}-compared`);
    });

    test('a new name is in the dashboard at once; Enter shows the run', async () => {
      await focusList();
      await press('Home', 'F2');
      await workbench.answer(say.text('Rename Run'), 'a single epoch');
      await workbench.dashboard.row('a single epoch').waitFor();
      await press('Home', 'Enter');
      await expect.poll(() => workbench.metrics.title.textContent()).toBe('adult');
    });

    async function focusList(): Promise<void> {
      await workbench.typeCommand(say.focusOn('runs'));
      await vi.waitFor(async () => expect(await focusedName(workbench.page)).toBe(list), 30_000);
    }

    async function press(...keys: readonly string[]): Promise<void> {
      for (const key of keys) await workbench.page.keyboard.press(key);
    }

    /** Takes the run of this name among those that a command asks for. */
    async function pick(name: string): Promise<void> {
      await workbench.quickPick(name).waitFor();
      await workbench.page.keyboard.type(name);
      await press('Enter');
    }

    function selectedRows() {
      return rows().and(workbench.page.locator('[aria-selected="true"]'));
    }

    function rows() {
      return workbench.page.getByRole('tree', { name: list }).getByRole('treeitem');
    }
  },
);
