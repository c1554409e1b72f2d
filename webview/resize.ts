/** Calls back with the width in whole pixels, now that the element is on the page and when it changes. */
export function onResize(target: HTMLElement, listener: (width: number) => void): void {
  let last = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || width === last) return;
    last = width;
    listener(width);
  }).observe(target);
}
