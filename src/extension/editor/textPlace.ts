import {
  findNodeAtLocation,
  findNodeAtOffset,
  getNodePath,
  parseTree,
  type Node,
} from 'jsonc-parser';
import type { SourceLocation } from '../../shared/errors';
import type { KeyPath } from '../../shared/experimentProblem';

/** A key or value in the text of an experiment. */
export interface TextPlace {
  readonly offset: number;
  readonly length: number;
  readonly path: KeyPath;
  readonly isKey: boolean;
}

/**
 * The key or value at a location of an experiment's text. Of an object or a list that is its key,
 * so that no mark spans many lines.
 */
export function placeAt(text: string, { line = 1, column = 1 }: SourceLocation): TextPlace {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const offset = lineStart(text, line) + column - 1;
  const node = root && findNodeAtOffset(root, offset, true);
  return node ? placeOf(node) : { offset, length: 1, path: [], isKey: false };
}

/** The value at a path, or the nearest one around it. */
export function placeOfPath(text: string, path: KeyPath): TextPlace {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtLocation(root, [...path]);
  if (node) return placeOf(node);
  if (path.length > 0) return placeOfPath(text, path.slice(0, -1));
  return { offset: 0, length: 1, path, isKey: false };
}

function placeOf(node: Node): TextPlace {
  const path = getNodePath(node) as KeyPath;
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const isKey = key === node;
  if (isKey || (node.type !== 'object' && node.type !== 'array')) {
    return { offset: node.offset, length: node.length, path, isKey };
  }
  const { offset, length } = key ?? { offset: node.offset, length: 1 };
  return { offset, length, path, isKey: false };
}

function lineStart(text: string, line: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return start;
}
