import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  modify,
  parseTree,
  type Edit,
  type FormattingOptions,
  type Node,
} from 'jsonc-parser';
import type { KeyPath } from '../../shared/experimentProblem';

/** A change of a JSON text. */
export type JsonChange =
  | { readonly type: 'set'; readonly path: KeyPath; readonly value: unknown }
  | { readonly type: 'remove'; readonly path: KeyPath }
  | { readonly type: 'rename'; readonly path: KeyPath; readonly name: string };

/** The text after changes, one after the other. Comments stay, and what is on one line stays there. */
export function changedText(text: string, changes: readonly JsonChange[]): string {
  return changes.reduce(change, text);
}

function change(text: string, { path, ...how }: JsonChange): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) return text;
  if (how.type === 'rename') return renamed(text, root, path, how.name);
  if (how.type === 'remove') return removed(text, root, path);
  const { offset, length } = container(root, path);
  const isOneLine = !text.slice(offset, offset + length).includes('\n');
  const options = isOneLine ? {} : { formattingOptions: formattingOf(text) };
  const edits = modify(text, [...path], how.value, options);
  return applyEdits(text, isOneLine ? edits.map(spaced) : edits);
}

function renamed(text: string, root: Node, path: KeyPath, name: string): string {
  const key = findNodeAtLocation(root, [...path])?.parent?.children?.[0];
  if (!key) return text;
  const { offset, length } = key;
  return text.slice(0, offset) + JSON.stringify(name) + text.slice(offset + length);
}

/** As the text has it at its first key that starts a line. */
function formattingOf(text: string): FormattingOptions {
  const [, indent = '  '] = /\n([ \t]+)"/.exec(text) ?? [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol };
}

/** Without a key or an element and its comma; modify() miscounts the last element of a list. */
function removed(text: string, root: Node, path: KeyPath): string {
  const value = findNodeAtLocation(root, [...path]);
  const node = value?.parent?.type === 'property' ? value.parent : value;
  const siblings = node?.parent?.children;
  if (!node || !siblings) return text;
  const index = siblings.indexOf(node);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const lines = linesOf(text, node);
  if (!lines) {
    const start = before && !after ? endOf(before) : node.offset;
    return text.slice(0, start) + text.slice(after ? after.offset : endOf(node));
  }
  const kept = text.slice(0, lines.start) + text.slice(lines.end);
  const comma = after || !before || lines.hasComma ? undefined : commaAfter(text, before);
  return comma === undefined ? kept : kept.slice(0, comma) + kept.slice(comma + 1);
}

/**
 * The lines of a key or an element, with the end of the line before and with what is said of it in
 * its last line: other comments are not its own. Undefined where it shares a line with others.
 */
function linesOf(
  text: string,
  node: Node,
): { readonly start: number; readonly end: number; readonly hasComma: boolean } | undefined {
  const comma = commaAfter(text, node);
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, node.offset));
  const end = comma === undefined ? endOf(node) : comma + 1;
  const rest = /^[ \t]*(\/\/.*|\/\*.*\*\/[ \t]*)?(?=\r?\n)/.exec(text.slice(end));
  if (!before || !rest) return undefined;
  return {
    start: before.index,
    end: end + rest[0].trimEnd().length,
    hasComma: comma !== undefined,
  };
}

/** Where the comma after a key or an element is; undefined where there is none. */
function commaAfter(text: string, node: Node): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(endOf(node));
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return text[offset] === ',' ? offset : undefined;
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** The object or list that a path leads into, as far as it is there. */
function container(root: Node, path: KeyPath): Node {
  const within = path.slice(0, -1);
  return findNodeAtLocation(root, [...within]) ?? container(root, within);
}

function spaced({ content, ...place }: Edit): Edit {
  return { ...place, content: content.replace(/^,(?=\S)/, ', ') };
}
