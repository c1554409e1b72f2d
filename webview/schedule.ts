/** Milliseconds between two drawings of the page. */
const interval = 100;

/**
 * Calls `draw` before the next frame after each request, at most ten times a second, and never
 * while the page is hidden.
 */
export function throttleToFrames(draw: () => void): () => void {
  let isRequested = false;
  let lastDrawn = -Infinity;
  const frame = (now: number): void => {
    if (now - lastDrawn < interval) {
      requestAnimationFrame(frame);
      return;
    }
    isRequested = false;
    lastDrawn = now;
    draw();
  };
  return () => {
    if (isRequested) return;
    isRequested = true;
    requestAnimationFrame(frame);
  };
}
