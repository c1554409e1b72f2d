import type { MeasureText } from './graphLayout';

/** Pixels; the style sheet says the same of `.graph text`. */
const fontSize = 11;

/** Measures labels in the font in which the graph is drawn. */
export function labelMeasure(): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return (label) => label.length * fontSize * 0.62;
  context.font = `600 ${fontSize}px ${getComputedStyle(document.body).fontFamily}`;
  return (label) => context.measureText(label).width;
}
