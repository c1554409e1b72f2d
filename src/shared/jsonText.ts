import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { SourceLocation } from './errors';
import type { ExperimentProblem, KeyPath } from './experimentProblem';
import { t } from './l10n';

/** Something wrong at a place in JSON text. */
export interface JsonProblem {
  readonly offset: number;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The key or value that was likely meant. */
  readonly likely?: string;
}

/** JSON text with comments and trailing commas, and where its keys and values stand. */
export class JsonText {
  /** What is wrong with the text itself. */
  readonly problems: readonly JsonProblem[];
  private readonly root: Node | undefined;

  constructor(private readonly text: string) {
    const errors: ParseError[] = [];
    this.root = parseTree(text, errors, { allowTrailingComma: true });
    this.problems = [...errors.slice(0, 1).map(syntaxProblem), ...repeatedKeys(this.root)];
  }

  /** The value; undefined for an empty text. */
  get value(): unknown {
    const value: unknown = this.root && getNodeValue(this.root);
    return value;
  }

  /** Offset of a key or value; of the nearest enclosing value when it is not in the text. */
  offsetOf(path: KeyPath, at: ExperimentProblem['at']): number {
    if (!this.root) return 0;
    const node = findNodeAtLocation(this.root, [...path]);
    if (!node) return this.offsetOf(path.slice(0, -1), 'value');
    const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
    return (at === 'key' && key ? key : node).offset;
  }

  /** A problem of a key or value, as a problem of the text. */
  readonly problemAt = (problem: ExperimentProblem): JsonProblem => ({
    ...problem,
    offset: this.offsetOf(problem.path, problem.at),
  });

  /** Line and column of an offset, both counted from 1. */
  position(offset: number): { line: number; column: number } {
    const before = this.text.slice(0, offset);
    return {
      line: before.split('\n').length,
      column: offset - before.lastIndexOf('\n'),
    };
  }
}

/** Where text stops being JSON, comments and trailing commas being none; 0 where it does not. */
export function jsonErrorOffset(text: string): number {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  return errors[0]?.offset ?? 0;
}

/** Where a key or a value of an experiment stands, for errors that are found later. */
export function locate(
  { file, text }: { readonly file: string; readonly text: string },
  path: KeyPath,
  at: ExperimentProblem['at'] = 'value',
): SourceLocation {
  const json = new JsonText(text);
  return { file, ...json.position(json.offsetOf(path, at)) };
}

/** Later syntax errors of a text are seldom more than echoes of the first. */
function syntaxProblem({ error, offset }: ParseError): JsonProblem {
  const name = printParseErrorCode(error);
  return { offset, code: 'syntax', message: t`Not valid JSON: ${syntaxErrors[name] ?? name}.` };
}

const syntaxErrors: Readonly<Record<string, string>> = {
  InvalidSymbol: t`invalid symbol`,
  InvalidNumberFormat: t`invalid number format`,
  PropertyNameExpected: t`property name expected`,
  ValueExpected: t`value expected`,
  ColonExpected: t`colon expected`,
  CommaExpected: t`comma expected`,
  CloseBraceExpected: t`close brace expected`,
  CloseBracketExpected: t`close bracket expected`,
  EndOfFileExpected: t`end of file expected`,
  InvalidCommentToken: t`invalid comment token`,
  UnexpectedEndOfComment: t`unexpected end of comment`,
  UnexpectedEndOfString: t`unexpected end of string`,
  UnexpectedEndOfNumber: t`unexpected end of number`,
  InvalidUnicode: t`invalid unicode`,
  InvalidEscapeCharacter: t`invalid escape character`,
  InvalidCharacter: t`invalid character`,
};

function repeatedKeys(node: Node | undefined): JsonProblem[] {
  const seen = new Set<unknown>();
  return (node?.children ?? []).flatMap((child) => {
    const key = node?.type === 'object' ? child.children?.[0] : undefined;
    const again = key !== undefined && seen.has(key.value);
    if (key) seen.add(key.value);
    const problem = key && again && repeatedKey(key);
    return [...(problem ? [problem] : []), ...repeatedKeys(child)];
  });
}

function repeatedKey({ value, offset }: Node): JsonProblem {
  return { offset, code: 'repeated-key', message: t`The key '${String(value)}' is there twice.` };
}
