import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getNodePath, parseTree, type Node } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { fixesOf } from '../../../../src/extension/editor/fixes';
import { changedText } from '../../../../src/extension/editor/jsonChange';
import { placeAt } from '../../../../src/extension/editor/textPlace';
import { MtlError, type ErrorReport } from '../../../../src/shared/errors';
import { parseExperiment } from '../../../../src/shared/parseExperiment';

const samples = path.resolve('samples');
const experiments = readdirSync(samples, { withFileTypes: true, recursive: true })
  .filter(({ name }) => name.endsWith('.mtl.json'))
  .map(({ parentPath, name }) => path.join(parentPath, name));

/** The keys of a text whose names the schema sets: not tasks, columns, labels. */
function schemaKeys(text: string): Node[] {
  const named = /^(tasks|data\/features|model\/(heads|encoders)|balancing\/weights)\/[^/]+$/;
  const keysIn = (node: Node, place: string): Node[] =>
    (node.children ?? []).flatMap((child, index) => {
      if (node.type !== 'object') return keysIn(child, `${place}/${index}`);
      const [key, value] = child.children ?? [];
      const within = `${place}/${String(key?.value)}`.replace(/^\//, '');
      const own = key && !named.test(within) ? [key] : [];
      return [...own, ...(value ? keysIn(value, within) : [])];
    });
  const root = parseTree(text);
  return root ? keysIn(root, '') : [];
}

function reportsOf(text: string): readonly ErrorReport[] {
  try {
    parseExperiment(text, '/x.mtl.json');
    return [];
  } catch (error) {
    if (!(error instanceof MtlError)) throw error;
    return [error.report, ...(error.report.others ?? [])];
  }
}

/** The texts after each change that is offered at an offset, by what it is called. */
function offeredAt(text: string, offset: number): Record<string, string> {
  const offered = reportsOf(text).flatMap(({ code, likely, location }) => {
    const place = location && placeAt(text, location);
    if (place?.offset !== offset) return [];
    return fixesOf({
      code,
      place,
      text,
      table: undefined,
      ...(likely !== undefined && { likely }),
    });
  });
  return Object.fromEntries(
    offered.map(({ title, changes }) => [title, changedText(text, changes)]),
  );
}

describe('a key of a sample with its last letter left out is set right', () => {
  test.each(experiments)('%s', (file) => {
    const text = readFileSync(file, 'utf8');
    // The keys of a box are of one letter.
    const keys = schemaKeys(text).filter(({ value }) => String(value).length > 1);
    expect(keys.length).toBeGreaterThan(10);
    const helpless = keys.filter(({ offset, length, value }) => {
      const end = offset + length - 1;
      const mistyped = text.slice(0, end - 1) + text.slice(end);
      return offeredAt(mistyped, offset)[`Change to '${String(value)}'`] !== text;
    });
    expect(helpless.map((key) => getNodePath(key).join('.'))).toEqual([]);
  });
});
