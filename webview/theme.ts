/** A colour of the theme, ready for a canvas. */
export function themeColor(variable: string): string {
  // The body's: what a theme's class says there is part of it.
  const styles = getComputedStyle(document.body);
  return styles.getPropertyValue(variable).trim() || styles.color;
}

/** Calls back when the theme changes: VS Code then changes classes of the body and variables of the root. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
}
