import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';

/**
 * The controls of `@vscode/webview-ui-toolkit`, and the only file that knows them. Its progress
 * ring is not among them: it sets a style attribute, which the page's policy forbids.
 */
export function defineControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
  );
}

/** What the controls have in common with those of HTML. */
export interface Control extends HTMLElement {
  disabled: boolean;
  checked: boolean;
  value: string;
}

function control(tag: string): Control {
  return document.createElement(tag) as Control;
}

/** A button; the main one of its place is `primary`. */
export function button(
  label: string,
  onClick: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): Control {
  const created = control('vscode-button');
  created.setAttribute('appearance', appearance);
  created.textContent = label;
  created.addEventListener('click', onClick);
  return created;
}

/** A box to tick. */
export function checkbox(
  label: string,
  checked: boolean,
  onChange: (checked: boolean) => void,
): HTMLElement {
  const created = control('vscode-checkbox');
  created.textContent = label;
  created.toggleAttribute('checked', checked);
  created.addEventListener('change', () => onChange(created.checked));
  return created;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A choice of one; `label` is for screen readers. */
export function dropdown(
  label: string,
  options: readonly Choice[],
  value: string,
  onChange: (value: string) => void,
): Control {
  const created = control('vscode-dropdown');
  created.setAttribute('aria-label', label);
  for (const option of options) {
    const item = document.createElement('vscode-option');
    item.setAttribute('value', option.value);
    item.toggleAttribute('selected', option.value === value);
    item.textContent = option.label;
    created.append(item);
  }
  created.addEventListener('change', () => onChange(created.value));
  return created;
}
