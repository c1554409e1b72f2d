import type { Span } from '../../src/shared/answers';
import { element } from '../dom';
import { examplesText } from './examplesText';

/** Neighbouring tokens that are in the same spans, or in none. */
interface Piece {
  readonly text: string;
  readonly truth: Span | undefined;
  readonly said: Span | undefined;
}

/**
 * A sentence, true spans underlined and those that the model says dashed above; words for screen
 * readers, which are seen where there is more than one label.
 * @param showsLabels whether the labels are worth seeing
 */
export function taggedText(
  tokens: readonly string[],
  truth: readonly Span[],
  said: readonly Span[],
  showsLabels: boolean,
): HTMLElement {
  return element(
    'p',
    { class: 'tagged' },
    ...piecesOf(tokens, truth, said).flatMap((piece) => pieceNodes(piece, showsLabels)),
  );
}

function pieceNodes(piece: Piece, showsLabels: boolean): (Node | string)[] {
  if (!piece.truth && !piece.said) return [piece.text];
  const own = piece.text.trimStart();
  const marked = element(
    'mark',
    { class: [piece.truth && 'is-true', piece.said && 'is-said'].filter(Boolean).join(' ') },
    own,
  );
  const words = element(
    showsLabels ? 'small' : 'span',
    { class: showsLabels ? 'quiet' : 'visually-hidden' },
    ` (${labelText(piece)})`,
  );
  return [piece.text.slice(0, piece.text.length - own.length), marked, words];
}

function labelText({ truth, said }: Piece): string {
  if (!said) return examplesText.trueSpan(truth?.label ?? '');
  if (!truth) return examplesText.saidSpan(said.label);
  if (truth.label === said.label) return examplesText.foundSpan(said.label);
  return `${examplesText.trueSpan(truth.label)}, ${examplesText.saidSpan(said.label)}`;
}

/** The sentence, cut wherever a span begins or ends. */
function piecesOf(
  tokens: readonly string[],
  truth: readonly Span[],
  said: readonly Span[],
): Piece[] {
  const cuts = new Set([0, ...[...truth, ...said].flatMap(({ start, end }) => [start, end])]);
  const starts = [...cuts].filter((start) => start < tokens.length).sort((a, b) => a - b);
  const at = (spans: readonly Span[], token: number): Span | undefined =>
    spans.find(({ start, end }) => start <= token && token < end);
  return starts.map((start, index) => ({
    text: tokens.slice(start, starts[index + 1]).join(''),
    truth: at(truth, start),
    said: at(said, start),
  }));
}
