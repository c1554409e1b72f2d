/**
 * Gives the focus back to what had it, when it comes back to the page: from the command palette, a
 * dialog or another editor. A browser forgets it where pages share a process.
 */
export function restoreFocus(): void {
  let last: HTMLOrSVGElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement || target instanceof SVGElement) last = target;
  });
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body) last?.focus({ preventScroll: true });
  });
}
