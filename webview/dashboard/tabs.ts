import { element } from '../dom';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
}

/** Tabs as the ARIA practices describe them: arrows, Home and End move between them. */
export class Tabs {
  readonly element: HTMLElement;
  private readonly controls: readonly HTMLElement[];
  private readonly panels: readonly HTMLElement[];

  /** @param onPick called with the id of the tab that the person picked */
  constructor(
    label: string,
    private readonly tabs: readonly Tab[],
    private readonly onPick: (id: string) => void,
  ) {
    this.controls = tabs.map((tab) => this.control(tab));
    this.panels = tabs.map(({ id, panel }) =>
      element(
        'div',
        { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, tabindex: 0 },
        panel,
      ),
    );
    const list = element('div', { role: 'tablist', 'aria-label': label }, ...this.controls);
    list.addEventListener('keydown', (event) => this.moveFocus(event));
    this.element = element('div', { class: 'tabs' }, list, ...this.panels);
  }

  /** Shows a tab; the first where there is none of that id. */
  show(id: string): void {
    const found = this.tabs.findIndex((tab) => tab.id === id);
    const shown = Math.max(0, found);
    this.controls.forEach((control, index) => {
      control.setAttribute('aria-selected', String(index === shown));
      control.tabIndex = index === shown ? 0 : -1;
    });
    this.panels.forEach((panel, index) => (panel.hidden = index !== shown));
  }

  private control({ id, title }: Tab): HTMLElement {
    const control = element(
      'button',
      { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      title,
    );
    control.addEventListener('click', () => this.pick(id));
    return control;
  }

  private moveFocus(event: KeyboardEvent): void {
    const { length } = this.controls;
    const from = this.controls.findIndex((control) => control === event.target);
    const target = {
      ArrowLeft: (from + length - 1) % length,
      ArrowRight: (from + 1) % length,
      Home: 0,
      End: length - 1,
    }[event.key];
    const tab = target === undefined ? undefined : this.tabs[target];
    if (target === undefined || !tab) return;
    event.preventDefault();
    this.controls[target]?.focus();
    this.pick(tab.id);
  }

  /** Shows it at once: a quick Tab must not lead into a panel that is about to be hidden. */
  private pick(id: string): void {
    this.show(id);
    this.onPick(id);
  }
}
