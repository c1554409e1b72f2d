/**
 * Makes a change to a part of the page. Where that takes away what had the focus there, hides or
 * disables it, the focus goes on to another element instead of falling to the page, from where a
 * person with only a keyboard would have to start again.
 * @param next where to, once the change is made
 */
export function keepFocus(
  part: HTMLElement,
  change: () => void,
  next: () => HTMLOrSVGElement | null | undefined,
): void {
  const hadFocus = part.contains(document.activeElement);
  change();
  if (hadFocus && !hasUsableFocus(part)) next()?.focus();
}

function hasUsableFocus(part: HTMLElement): boolean {
  const focused = document.activeElement;
  if (!focused || !part.contains(focused) || focused.closest('[hidden]')) return false;
  // The toolkit's buttons have the property at once, the attribute later.
  return !('disabled' in focused && focused.disabled === true);
}
