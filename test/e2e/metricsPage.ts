import type { FrameLocator, Locator, Page } from 'playwright-core';
import { axeFindings } from './axeFindings';
import { focusStop, type FocusStop } from './focusStop';
import { narrowFindings, type NarrowFindings } from './narrowLayout';
import { pageWords } from './pageWords';
import { themes, type Theme } from './themes';

/** The cells of a table, row by row, as a person reads them. */
export type Cells = readonly (readonly string[])[];

/** The Metrics view as a person reads and uses it. */
export class MetricsPage {
  private readonly frame: FrameLocator;

  constructor(private readonly page: Page) {
    this.frame = page
      // Only the webview of an editor belongs to an element elsewhere.
      .frameLocator(
        ':not([data-parent-flow-to-element-id]) > iframe.webview.ready[src*="extensionId=mtl-lab"]',
      )
      .frameLocator('#active-frame');
  }

  get title(): Locator {
    return this.frame.getByRole('heading', { level: 1 });
  }

  get status(): Locator {
    return this.frame.locator('.status');
  }

  get queue(): Locator {
    return this.frame.locator('.queue');
  }

  /** The page, once it is in a theme. */
  inTheme(theme: Theme): Locator {
    return this.frame.locator(`body[data-vscode-theme-id="${themes[theme].id}"]`);
  }

  /** Red, green and blue of each task's mark, 0 to 255. */
  async taskColors(): Promise<number[][]> {
    const colors = await this.frame
      .locator('.tasks .mark')
      .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).fill));
    return colors.map((color) => color.match(/\d+/g)!.map(Number));
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** The words of what has the focus of the page; empty where nothing has. */
  async focused(): Promise<string> {
    return (await this.frame.locator(':focus').allTextContents()).join('').trim();
  }

  /** What has the focus. */
  focusStop(): Promise<FocusStop> {
    return focusStop(this.frame);
  }

  /** What a slider stands at, in words. */
  valueText(slider: string): Promise<string | null> {
    return this.frame.getByRole('slider', { name: slider }).getAttribute('aria-valuetext');
  }

  /** A piece of text on the page. */
  text(text: RegExp): Locator {
    return this.frame.getByText(text);
  }

  /** The table of the tasks: a heading row a task, then a row a metric. */
  tasks(): Promise<Cells> {
    return cells(this.frame.locator('table.tasks'));
  }

  /** The architecture and every chart as tables, which are opened for that. */
  async twins(): Promise<Cells[]> {
    const found: Cells[] = [];
    for (const twin of await this.frame.locator('details.table-twin:visible').all()) {
      if (!(await twin.evaluate((details: HTMLDetailsElement) => details.open)))
        await twin.locator('summary').click();
      found.push(await cells(twin.locator('table')));
    }
    return found;
  }

  /** The picture of the model. */
  get graph(): Locator {
    return this.frame.locator('.graph');
  }

  /** The section of conflicts between tasks. */
  get conflict(): Locator {
    return this.frame.locator('.section-conflict');
  }

  /** The section of examples. */
  get examples(): Locator {
    return this.frame.locator('.section-examples');
  }

  /** Which row each example is, and its loss where that is why it is shown. */
  exampleRows(): Promise<string[]> {
    return this.examples.locator('.example > p:first-child').allTextContents();
  }

  /** What the run's comparison with one model a task says, each question with its answer. */
  report(): Promise<string[]> {
    return this.frame.locator('.report > *').allTextContents();
  }

  /** Cosines of the tasks' gradients, or their affinities: a row and a column a task. */
  matrix(of: 'cosines' | 'affinities'): Promise<Cells> {
    return cells(this.frame.locator('.matrix').nth(of === 'cosines' ? 0 : 1));
  }

  /** What is drawn on the charts, as image data. */
  charts(): Promise<string[]> {
    return this.frame
      .locator('canvas')
      .evaluateAll((canvases: HTMLCanvasElement[]) => canvases.map((each) => each.toDataURL()));
  }

  /** The language that the page is in, for screen readers and fonts. */
  language(): Promise<string | null> {
    return this.frame.locator('html').getAttribute('lang');
  }

  /** Everything that the page says, to screen readers too. */
  words(): Promise<string> {
    return pageWords(this.frame);
  }

  /** How it fails to fit its width. */
  narrowFindings(): Promise<NarrowFindings> {
    return narrowFindings(this.frame);
  }

  /** What axe finds, a line each. */
  async findings(): Promise<string[]> {
    const sidebar = this.page.locator('.part.sidebar');
    const background = await sidebar.evaluate((part) => getComputedStyle(part).backgroundColor);
    return axeFindings(this.frame, background);
  }
}

function cells(table: Locator): Promise<Cells> {
  return table.evaluate((each: HTMLTableElement) =>
    [...each.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
  );
}
