import { element } from '../dom';

export interface VirtualRow {
  readonly key: string;
  /** Another when the row looks different. */
  readonly look: string;
  readonly build: () => HTMLTableRowElement;
}

/** Pixels; `dashboard.css` gives rows this height. */
export const rowHeight = 26;
/** Rows beyond the edges, so that the keyboard reaches them. */
const margin = 8;
/** Where nothing is laid out. */
const defaultHeight = 600;

/** The body of a table that builds only the rows that are in view, so that thousands are as fast as ten. */
export class VirtualRows {
  readonly body = element('tbody');
  private readonly above = spacer();
  private readonly below = spacer();
  private rows: readonly VirtualRow[] = [];
  private readonly built = new Map<string, { look: string; row: HTMLTableRowElement }>();

  /** @param scroller what the table scrolls in */
  constructor(private readonly scroller: HTMLElement) {
    scroller.addEventListener('scroll', () => this.render());
    this.body.addEventListener('keydown', (event) => this.moveFocus(event));
  }

  show(rows: readonly VirtualRow[]): void {
    this.rows = rows;
    this.render();
  }

  private render(): void {
    const { scrollTop, clientHeight } = this.scroller;
    const count = Math.ceil((clientHeight || defaultHeight) / rowHeight) + 2 * margin;
    const last = Math.max(0, this.rows.length - count);
    const first = Math.min(last, Math.max(0, Math.floor(scrollTop / rowHeight) - margin));
    const shown = this.rows.slice(first, first + count);
    const focused = focusIdOf(this.body);
    const elements = shown.map((row, index) => this.elementOf(row, first + index));
    const keys = new Set(shown.map(({ key }) => key));
    for (const key of [...this.built.keys()]) if (!keys.has(key)) this.built.delete(key);
    this.above.style.height = `${first * rowHeight}px`;
    this.below.style.height = `${(this.rows.length - first - shown.length) * rowHeight}px`;
    placeChildren(this.body, [this.above, ...elements, this.below]);
    if (focused !== undefined && focusIdOf(this.body) !== focused) this.focus(focused);
  }

  private elementOf({ key, look, build }: VirtualRow, index: number): HTMLTableRowElement {
    const known = this.built.get(key);
    const row = known?.look === look ? known.row : build();
    // The head is the first row.
    row.setAttribute('aria-rowindex', String(index + 2));
    row.dataset.index = String(index);
    this.built.set(key, { look, row });
    return row;
  }

  /** Up and down move between the same controls of neighbouring rows. */
  private moveFocus(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const control = event.target instanceof HTMLElement ? event.target : undefined;
    const row = control?.closest('tr');
    const role = control?.dataset.focus?.split('\n')[0];
    if (step === undefined || !row || role === undefined) return;
    event.preventDefault();
    const index = Number(row.dataset.index) + step;
    const target = this.rows[index];
    if (!target) return;
    const top = index * rowHeight;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (clientHeight > 0 && top + 3 * rowHeight > scrollTop + clientHeight)
      this.scroller.scrollTop = top + 3 * rowHeight - clientHeight;
    this.render();
    this.focus(`${role}\n${target.key}`);
  }

  private focus(id: string): void {
    const controls = this.body.querySelectorAll<HTMLElement>('[data-focus]');
    [...controls].find((each) => each.dataset.focus === id)?.focus({ preventScroll: true });
  }
}

/** Names a control of a row, so that it is found again after the row was built anew. */
export function focusId(role: string, key: string): string {
  return `${role}\n${key}`;
}

function focusIdOf(body: HTMLElement): string | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !body.contains(active)) return undefined;
  return active.dataset.focus;
}

/** Makes these the children, without moving those that are in place: they keep the focus. */
function placeChildren(parent: HTMLElement, wanted: readonly HTMLElement[]): void {
  const keep = new Set<Element>(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, index) => {
    const there = parent.children[index] ?? null;
    if (there !== child) parent.insertBefore(child, there);
  });
}

function spacer(): HTMLTableRowElement {
  return element('tr', { 'aria-hidden': 'true', class: 'spacer' });
}
