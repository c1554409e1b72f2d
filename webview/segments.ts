import { element } from './dom';

/** A choice of one among a few that all stand beside each other: radio buttons in one frame. */
export interface Segments<Value extends string> {
  /** Of the radio buttons; unique on a page. */
  readonly name: string;
  /** For screen readers. */
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** The element of a choice. */
export function segments<Value extends string>(choice: Segments<Value>): HTMLElement {
  const { name, label, options, onChange } = choice;
  const parts = options.map((option) => {
    const { value } = option;
    const radio = element('input', { type: 'radio', name, value, checked: value === choice.value });
    radio.addEventListener('change', () => onChange(value));
    return element('label', {}, radio, element('span', {}, option.label));
  });
  return element(
    'fieldset',
    { class: 'segments' },
    element('legend', { class: 'visually-hidden' }, label),
    ...parts,
  );
}
