import type { FrameLocator, Locator, Page } from 'playwright-core';
import { axeFindings } from './axeFindings';
import { focusStop, type FocusStop } from './focusStop';
import { pageWords } from './pageWords';
import type { Cells } from './metricsPage';
import { themes, type Theme } from './themes';

/** The dashboard that compares runs, as a person reads and uses it. */
export class DashboardPage {
  /** Where it is in the window. */
  readonly place: Locator;
  private readonly frame: FrameLocator;

  constructor(page: Page) {
    this.place = page.locator(
      // Only the webview of an editor belongs to an element elsewhere.
      '[data-parent-flow-to-element-id] > iframe.webview.ready[src*="extensionId=mtl-lab"]',
    );
    this.frame = this.place.contentFrame().frameLocator('#active-frame');
  }

  /** The page, once it is in a theme. */
  inTheme(theme: Theme): Locator {
    return this.frame.locator(`body[data-vscode-theme-id="${themes[theme].id}"]`);
  }

  get rows(): Locator {
    return this.frame.locator('.runs tbody tr:not(.spacer)');
  }

  /** The boxes of the rows that are on the charts. */
  get tickedBoxes(): Locator {
    return this.rows.getByRole('checkbox', { checked: true });
  }

  /** What screen readers are told of changes. */
  get announced(): Locator {
    return this.frame.locator('[aria-live]');
  }

  /** The charts as those meet them who move a cursor by the keys. */
  get chartSliders(): Locator {
    return this.frame.locator('.chart').and(this.frame.getByRole('slider'));
  }

  /** What has the focus. */
  focusStop(): Promise<FocusStop> {
    return focusStop(this.frame);
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  get filter(): Locator {
    return this.frame.getByRole('searchbox', { name: 'Filter runs' });
  }

  get counts(): Locator {
    return this.frame.locator('.runs-section > p').first();
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name });
  }

  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name });
  }

  radio(name: string): Locator {
    return this.frame.getByRole('radio', { name });
  }

  get tabPanel(): Locator {
    return this.frame.locator('[role="tabpanel"]:not([hidden])');
  }

  /** The charts, each with its legend. */
  get charts(): Locator {
    return this.frame.locator('.overlay');
  }

  /** The table of the runs. */
  runs(): Promise<Cells> {
    return this.frame
      .locator('.runs')
      .evaluate((table: HTMLTableElement) =>
        [...table.rows]
          .filter((row) => !row.classList.contains('spacer'))
          .map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
      );
  }

  /** What is drawn on the charts, as image data. */
  pictures(): Promise<string[]> {
    return this.frame
      .locator('canvas')
      .evaluateAll((canvases: HTMLCanvasElement[]) => canvases.map((each) => each.toDataURL()));
  }

  /** Everything that the page says, to screen readers too. */
  words(): Promise<string> {
    return pageWords(this.frame);
  }

  checkbox(name: string): Locator {
    return this.frame.getByRole('checkbox', { name });
  }

  /** The tables that a person can open beside the pictures. */
  get twins(): Locator {
    return this.frame.locator('details.table-twin:visible');
  }

  /** What axe finds, a line each. */
  findings(): Promise<string[]> {
    return axeFindings(this.frame);
  }
}
