/** jsdom lays nothing out, so nothing is ever resized. */
window.ResizeObserver = class {
  observe(): void {
    // Never called back.
  }

  unobserve(): void {
    // Never called back.
  }

  disconnect(): void {
    // Never called back.
  }
};
