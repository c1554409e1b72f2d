import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, ConsoleMessage, Locator, Page } from 'playwright-core';
import { vi } from 'vitest';
import { launchBrowser } from '../support/browser';
import { startPageCoverage, writePageCoverage } from '../support/pageCoverage';
import { startVsCode, type VsCode, type VsCodeOptions } from '../support/codeServer';
import { DashboardPage } from './dashboardPage';
import { MetricsPage } from './metricsPage';
import { themes, type Theme } from './themes';

export interface WorkbenchOptions extends VsCodeOptions {
  readonly folder: string;
}

const patience = 30_000;

/** VS Code as a person uses it: a window, the keyboard, the mouse. */
export class Workbench {
  /** What the console said that a person should never meet. */
  readonly policyViolations: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    readonly vsCode: VsCode,
  ) {
    page.setDefaultTimeout(patience);
    page.on('console', (message) => this.watch(message));
  }

  static async open({ folder, ...options }: WorkbenchOptions): Promise<Workbench> {
    const vsCode = await startVsCode(options);
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await startPageCoverage(page);
    const workbench = new Workbench(page, browser, vsCode);
    await page.goto(vsCode.url(folder));
    await workbench.ready();
    return workbench;
  }

  async close(): Promise<void> {
    await writePageCoverage(this.page);
    await this.browser.close();
    await this.vsCode.stop();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /**
   * The sidebar of the extension; a second call leaves it open. While a window restores what was
   * open, a click on the tab can meet the restored sidebar and close it: then it takes another.
   */
  async openSidebar(): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: 'MTL Lab' });
    const heading = this.page.locator('.sidebar').getByRole('heading', { name: 'MTL Lab' });
    const open = async (): Promise<void> => {
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
      await heading.waitFor({ timeout: 1000 });
    };
    await vi.waitFor(open, { timeout: patience, interval: 100 });
  }

  async openExplorer(): Promise<void> {
    await this.page.locator('.activitybar').getByRole('tab', { name: 'Explorer' }).click();
  }

  /** Runs a command from the palette, by the title that a person reads. */
  async runCommand(title: string): Promise<void> {
    await this.lookUp('F1', `>${title}`, this.quickPick(title));
    await this.quickPick(title).click();
  }

  /** Runs a command as a person does who has no mouse. */
  async typeCommand(title: string): Promise<void> {
    const focused = this.page.locator('.quick-input-widget .monaco-list-row.focused');
    await this.lookUp('F1', `>${title}`, focused.filter({ hasText: title }));
    await this.page.keyboard.press('Enter');
  }

  /**
   * Types into the box that a key opens until this row is there: VS Code can close the box to give
   * the focus back.
   */
  private async lookUp(key: string, text: string, row: Locator): Promise<void> {
    const type = async (): Promise<void> => {
      await this.page.keyboard.press(key);
      await this.quickInput.fill(text, { timeout: 5000 });
    };
    await repeated(type, row);
  }

  /** Opens a file of the folder by name. */
  async openFile(name: string): Promise<void> {
    await this.lookUp('Control+P', name, this.quickPick(name));
    await this.quickPick(name).click();
    await this.editorTab(name).waitFor();
  }

  /** What stands above the text of the open editor. */
  async codeLenses(): Promise<string[]> {
    const links = this.page.locator('.codelens-decoration a');
    await links.first().waitFor();
    return links.allTextContents();
  }

  codeLens(title: string): Locator {
    return this.page.locator('.codelens-decoration a').filter({ hasText: title }).first();
  }

  /** Replaces a piece of text in the open editor, as the replace box does. */
  async replaceInEditor(text: string, by: string): Promise<void> {
    await this.page.keyboard.press('Control+H');
    const box = this.page.locator('.find-widget');
    await box.getByRole('textbox', { name: 'Find' }).fill(text);
    await box.getByRole('textbox', { name: 'Replace' }).fill(by);
    await this.page.keyboard.press('Control+Alt+Enter');
    await this.page.keyboard.press('Escape');
  }

  /**
   * Asks what mends the text at the cursor until this is offered: VS Code gives up the question, and
   * says that there is nothing, where the answer takes it longer than 0.75 s.
   */
  async askForQuickFix(title: string): Promise<void> {
    const fix = this.page.locator('.action-widget').getByText(title);
    await repeated(() => this.page.keyboard.press('Control+.'), fix);
  }

  /**
   * Clicks a run until the Metrics view shows it: VS Code forgets a click on a row while the list is
   * read anew.
   */
  async showRun(row: Locator, shown: Locator): Promise<void> {
    await repeated(() => row.click(), shown);
  }

  editorTab(name: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** Answers the question with this prompt; without an answer, by what is proposed. */
  async answer(prompt: string, text?: string): Promise<void> {
    await this.page.locator('.quick-input-widget').filter({ hasText: prompt }).waitFor();
    if (text !== undefined) await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** What the status bar says of errors and warnings in the folder's files. */
  async problems(): Promise<string | null> {
    return this.statusBar.locator('[id="status.problems"]').getAttribute('aria-label');
  }

  /** Where the cursor is in the open editor, counted from 1. */
  async cursor(): Promise<{ readonly line: number; readonly column: number }> {
    const text = await this.statusBar.locator('[id="status.editor.selection"]').textContent();
    const [line = 0, column = 0] = (text?.match(/\d+/g) ?? []).map(Number);
    return { line, column };
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.notification('').waitFor({ state: 'detached' });
  }

  /** Drags the edge of the sidebar to the right, by pixels. */
  async widenSidebar(pixels: number): Promise<void> {
    const box = (await this.page.locator('.part.sidebar').boundingBox())!;
    const [x, y] = [box.x + box.width, box.y + box.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + pixels, y, { steps: 5 });
    await this.page.mouse.up();
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type="text"]').first();
  }

  quickPick(text: string): Locator {
    return this.page
      .locator('.quick-input-widget .monaco-list-row')
      .filter({ hasText: text })
      .first();
  }

  /** The Metrics view. */
  get metrics(): MetricsPage {
    return new MetricsPage(this.page);
  }

  /** The dashboard that compares runs. */
  get dashboard(): DashboardPage {
    return new DashboardPage(this.page);
  }

  notification(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  get statusBar(): Locator {
    return this.page.locator('.statusbar');
  }

  /** A row of one of the extension's trees, by words that it has, for screen readers at least. */
  treeRow(view: string, text: string): Locator {
    return this.page
      .getByRole('tree', { name: view })
      .getByRole('treeitem', { name: text })
      .first();
  }

  /** One of the views in the sidebar, by its name. */
  view(name: string): Locator {
    const header = this.page.locator('.pane-header').filter({ hasText: name });
    return this.page.locator('.sidebar .pane').filter({ has: header });
  }

  /**
   * Folds one of the sidebar's views to its header, or unfolds it, by the keyboard: VS Code places
   * the page of a view anew 0.2 s after another began to fold; where that takes longer, the page
   * covers a header.
   */
  async toggleView(name: string): Promise<void> {
    const header = this.page.locator('.sidebar').getByRole('button', { name: `${name} Section` });
    const isFolded = (await header.getAttribute('aria-expanded')) === 'false';
    await header.press('Enter');
    await header.and(this.page.locator(`[aria-expanded="${isFolded}"]`)).waitFor();
  }

  /** Picks a colour theme as a person does. */
  async pickTheme(theme: Theme): Promise<void> {
    const { label } = themes[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.fill(label);
    await this.quickPick(label).click();
  }

  async screenshot(name: string, folder = path.join('out', 'screenshots')): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor();
    await this.page.locator('.activitybar').getByRole('tab', { name: 'MTL Lab' }).waitFor();
  }

  private watch(message: ConsoleMessage): void {
    if (/content security policy/i.test(message.text())) {
      const { url, lineNumber, columnNumber } = message.location();
      this.policyViolations.push(`${message.text()} (${url}:${lineNumber}:${columnNumber})`);
    }
  }
}

/** Does something as a person who sees that nothing comes of it does: again. */
async function repeated(act: () => Promise<void>, expected: Locator): Promise<void> {
  const attempt = async (): Promise<void> => {
    await act();
    await expected.waitFor({ timeout: 5000 });
  };
  await vi.waitFor(attempt, { timeout: patience, interval: 100 });
}
