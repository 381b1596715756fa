import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type FileProblem, NodeReader } from './node-reader.ts';

/** What came of reading a YAML file. */
export type ReadYaml<Value> =
  | { readonly type: 'value'; readonly value: Value }
  /** Never empty; in the order of the file. */
  | { readonly type: 'problems'; readonly problems: readonly FileProblem[] };

/** What a file is, for the words about it. */
export interface YamlKind {
  /** Such as `a rig file`. */
  readonly what: string;
  /** It holds secrets: the parser's own words, which quote from it, are not repeated. */
  readonly secret?: boolean;
}

/** The most uses of anchors: looking one up takes a walk through the file. */
const mostAliases = 100;

/**
 * Reads the text of a YAML file.
 *
 * @param read makes something of it; its problems go to the reader
 */
export function readYaml<Value>(
  text: string,
  kind: YamlKind,
  read: (reader: NodeReader) => Value | null,
): ReadYaml<Value> {
  const tooDeep = { line: null, column: null, message: 'it is nested too deeply' };
  if (isTooDeep(text)) return { type: 'problems', problems: [tooDeep] };
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const reader = new NodeReader(document, lines);
    for (const error of document.errors)
      reader.problem({ path: '', offset: error.pos[0] }, syntaxProblem(error, kind));
    if (aliasesIn(document) > mostAliases)
      reader.problem(
        { path: '', offset: 0 },
        `more than ${mostAliases} uses of anchors; write the values out`,
      );
    // What stands after an error of syntax is mostly not what it was meant to be.
    const value = reader.problems.length === 0 ? read(reader) : null;
    if (value !== null && reader.problems.length === 0) return { type: 'value', value };
    return { type: 'problems', problems: distinct(reader.problems) };
  } catch (error) {
    // The parser goes down into lists within lists by calling itself.
    if (!(error instanceof RangeError)) throw error;
    return { type: 'problems', problems: [tooDeep] };
  }
}

/**
 * Whether lists and maps stand in each other so deep that no file is meant so. To be known before it is parsed: where a
 * regular expression has to be made with the last of the stack, the process ends. Quotes are not looked at.
 */
function isTooDeep(text: string): boolean {
  if (/^ {300}|(?:[-?:][ \t]+){100}/m.test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > 100) return true;
  }
  return false;
}

/** In the order of the file. The parser finds one mistake more than once, a few characters apart. */
function distinct(problems: NodeReader['problems']): readonly FileProblem[] {
  const told = new Map<string, FileProblem>();
  for (const { line, column, message } of [...problems].sort((a, b) => a.offset - b.offset)) {
    const key = `${line} ${message}`;
    if (!told.has(key)) told.set(key, { line, column, message });
  }
  return [...told.values()];
}

/** The errors that people make, in their words. */
function syntaxProblem(error: YAMLError, { what, secret = false }: YamlKind): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab; YAML takes spaces only to indent';
    case 'DUPLICATE_KEY':
      return 'this key is given twice';
    case 'MULTIPLE_DOCS':
      return `a second document ('---'); ${what} has one`;
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return "give one 'key: value' a line, with as many blanks in front as those beside it; a text with ': ' in it stands in quotes";
    case 'UNEXPECTED_TOKEN':
      return 'this belongs to nothing; put the text in quotes, or look at the blanks in front';
    case 'BAD_DQ_ESCAPE':
      return String.raw`a '\' in "double quotes" begins something else; put the text in 'single quotes'`;
    case 'BAD_SCALAR_START':
      return 'no value begins with this character; put the text in quotes';
    case 'BAD_INDENT':
      return 'the blanks in front of this line do not fit those above, or a [ or { above is not closed';
    case 'MISSING_CHAR':
      return "something is missing here: a closing quote or bracket, or the ': ' behind a key";
    default:
      return secret
        ? `no YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`
        : (error.message.split('\n')[0] ?? error.code);
  }
}

function aliasesIn(document: Document.Parsed): number {
  let aliases = 0;
  visit(document, {
    Alias() {
      aliases += 1;
    },
  });
  return aliases;
}
