import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { isT, sourceFiles } from './usedMessages';

/** Properties whose values people read. */
const shown = new Set(
  'message hint says title label detail prompt placeHolder openLabel tooltip caption text'.split(
    ' ',
  ),
);
/** Functions whose arguments people read. */
const tells =
  /(^|\.)(show(Information|Warning|Error)Message|usageError|dataError|progress|report|element)$/;

/** Texts that people would read in English whatever their language, as `file:line: text`. */
export function bypassingTexts(root: string): string[] {
  // Layers are named by their keys.
  const files = sourceFiles(root).filter((file) => !file.includes(path.normalize('engine/model/')));
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (isEnglish(node) && isShown(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${path.relative(root, file)}:${line + 1}: ${node.getText()}`);
      }
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
    return found;
  });
}

/** A literal with words in it that is not tagged. */
function isEnglish(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node.parent) && isT(node.parent.tag)) return false;
  if (ts.isStringLiteralLike(node)) return hasWords(node.text);
  if (!ts.isTemplateExpression(node)) return false;
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)].some(({ text }) =>
    hasWords(text),
  );
}

/** Two words, or one that starts a sentence. */
function hasWords(text: string): boolean {
  return /[A-Za-z]{2,},? [a-z]{2,}|^[A-Z][a-z]{2,}/.test(text) && !/^[\w-]+$/.test(text);
}

function isShown({ parent }: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return shown.has(parent.name.getText());
  if (ts.isCallExpression(parent)) return tells.test(parent.expression.getText());
  if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) return isShown(parent);
  return false;
}
