import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { messageKey } from '../../../src/shared/l10n';

/** Keys of all texts that the sources translate: those tagged with `t`. */
export function usedMessages(root: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const file of sourceFiles(root)) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && isT(node.tag)) keys.add(keyOf(node.template));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return keys;
}

/** Every source file of the product, absolute. */
export function sourceFiles(root: string): string[] {
  return ['src', 'webview'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(root, folder, name)),
  );
}

export function isT(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 't';
}

function keyOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return messageKey([
    template.head.text,
    ...template.templateSpans.map(({ literal }) => literal.text),
  ]);
}
