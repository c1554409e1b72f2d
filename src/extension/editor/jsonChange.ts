import {
  applyEdits,
  findNodeAtLocation,
  modify,
  parseTree,
  type Edit,
  type Node,
} from 'jsonc-parser';
import type { KeyPath } from '../../shared/experimentProblem';

/** A change of a JSON text. */
export type JsonChange =
  | { readonly type: 'set'; readonly path: KeyPath; readonly value: unknown }
  | { readonly type: 'remove'; readonly path: KeyPath }
  | { readonly type: 'rename'; readonly path: KeyPath; readonly name: string };

const formattingOptions = { insertSpaces: true, tabSize: 2 };

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
  const edits = modify(text, [...path], how.value, isOneLine ? {} : { formattingOptions });
  return applyEdits(text, isOneLine ? edits.map(spaced) : edits);
}

function renamed(text: string, root: Node, path: KeyPath, name: string): string {
  const key = findNodeAtLocation(root, [...path])?.parent?.children?.[0];
  if (!key) return text;
  const { offset, length } = key;
  return text.slice(0, offset) + JSON.stringify(name) + text.slice(offset + length);
}

/** Without a key or an element and its comma; modify() miscounts the last element of a list. */
function removed(text: string, root: Node, path: KeyPath): string {
  const value = findNodeAtLocation(root, [...path]);
  const node = value?.parent?.type === 'property' ? value.parent : value;
  const siblings = node?.parent?.children;
  if (!node || !siblings) return text;
  const index = siblings.indexOf(node);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const start = before && !after ? before.offset + before.length : node.offset;
  return text.slice(0, start) + text.slice(after ? after.offset : node.offset + node.length);
}

/** The object or list that a path leads into, as far as it is there. */
function container(root: Node, path: KeyPath): Node {
  const within = path.slice(0, -1);
  return findNodeAtLocation(root, [...within]) ?? container(root, within);
}

function spaced({ content, ...place }: Edit): Edit {
  return { ...place, content: content.replace(/^,(?=\S)/, ', ') };
}
