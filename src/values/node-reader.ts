import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import { didYouMean } from './usage-error.ts';

/** What is wrong in a file, and where; `line` and `column` from 1, `null` when it is the file itself. */
export interface FileProblem {
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** One value of the file, with its place and its path, such as `miners[1].restart`. */
export interface Place {
  /** `null` where nothing is written. */
  readonly node: Node | null;
  readonly path: string;
  /** Characters from the file's beginning. */
  readonly offset: number;
}

/** Makes a value of a text. */
export interface ValueReader<Value> {
  /** `null` when the text is none. */
  readonly read: (text: string) => Value | null;
  /** What would be right, such as `a duration such as 90s`. */
  readonly right: string;
  /** Words that one may have meant. */
  readonly known?: readonly string[];
}

/** A switch as YAML 1.1 has it. */
export const yamlSwitch: ValueReader<boolean> = {
  read: (text) => {
    if (/^(?:true|yes|on)$/i.test(text)) return true;
    return /^(?:false|no|off)$/i.test(text) ? false : null;
  },
  right: 'true or false',
};

/** A key without a value, or with an empty one. */
export function isNothing({ node }: Place): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''));
}

/** Reads values of the parsed file and collects every problem, each with its place. Nothing is thrown. */
export class NodeReader {
  readonly problems: (FileProblem & { readonly offset: number })[] = [];
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** The whole file. */
  get root(): Place {
    return this.#place(this.#document.contents, '', 0);
  }

  /** @returns null, so that a value that is wrong can be left out in one step */
  problem({ path, offset }: Pick<Place, 'path' | 'offset'>, message: string): null {
    const { line, col } = this.#lines.linePos(offset);
    this.problems.push({ line, column: col, offset, message: path === '' ? message : `${path}: ${message}` });
    return null;
  }

  /** The values of a map by their keys, each of which must be known. */
  map<Key extends string>(place: Place, known: readonly Key[]): ReadonlyMap<Key, Place> | null {
    const entries = this.entries(place, `one or more of ${known.join(', ')}`);
    if (entries === null) return null;
    const places = new Map<Key, Place>();
    for (const [word, value, at] of entries) {
      const key = known.find((candidate) => candidate === word);
      if (key !== undefined) places.set(key, value);
      else this.problem({ ...value, offset: at }, unknownKey(word, known));
    }
    return places;
  }

  /** The keys and values of a map; each with the place of the key. */
  entries(place: Place, right: string): readonly (readonly [string, Place, number])[] | null {
    const { node } = place;
    if (!isMap(node)) return this.problem(place, `${kindOf(node)} where a map should be: ${right}`);
    return node.items.flatMap(({ key, value }) => {
      const at = hasRange(key) ? (key.range?.[0] ?? place.offset) : place.offset;
      if (!isScalar(key) || typeof key.value === 'object') {
        this.problem({ path: place.path, offset: at }, 'a key that is no word');
        return [];
      }
      const word = written(key);
      const path = place.path === '' ? word : `${place.path}.${word}`;
      return [[word, this.#place(value, path, at), at] as const];
    });
  }

  /** The items of a list. */
  list(place: Place, right: string): readonly Place[] | null {
    const { node, path, offset } = place;
    if (!isSeq(node)) return this.problem(place, `${kindOf(node)} where a list should be: ${right}`);
    return node.items.map((item, index) => this.#place(item, `${path}[${index}]`, offset));
  }

  /** A text as it is written: `1.0` and `on` stay what they are. */
  text(place: Place, right: string): string | null {
    const { node } = place;
    if (!isScalar(node) || (node.value === null && node.source !== '~' && !node.source))
      return this.problem(place, `${kindOf(node)} where a text should be: ${right}`);
    const text = written(node);
    return text.includes('\0') ? this.problem(place, 'a text can hold no NUL character') : text;
  }

  /** A value that is made of a text. */
  value<Value>(place: Place, { read, right, known = [] }: ValueReader<Value>): Value | null {
    const text = this.text(place, right);
    if (text === null) return null;
    const value = read(text);
    if (value !== null) return value;
    const hint = didYouMean(text, known);
    return this.problem(place, `'${text}' is not ${right}${hint === '' ? '' : `; ${hint}`}`);
  }

  /** From 1. */
  lineOf({ offset }: Place): number {
    return this.#lines.linePos(offset).line;
  }

  /** Line and column, from 1, as messages have them. */
  positionOf({ offset }: Place): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${line}:${col}`;
  }

  #place(node: unknown, path: string, otherwise: number): Place {
    const target = isAlias(node) ? node.resolve(this.#document) : node;
    const offset = hasRange(node) ? (node.range?.[0] ?? otherwise) : otherwise;
    return { node: isNode(target) ? target : null, path, offset };
  }
}

/** What is wrong with a key that is none of the known; the key itself is not repeated. */
export function unknownKey(word: string, known: readonly string[]): string {
  if (word === '<<') return "'<<' is not read; write the keys out";
  const hint = didYouMean(word, known);
  return `no such key; ${hint === '' ? `there are ${known.join(', ')}` : hint}`;
}

function written(node: {
  readonly value: unknown;
  readonly source?: string;
  readonly type?: string;
}): string {
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function kindOf(node: Node | null): string {
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  return isScalar(node) && node.value !== null ? `'${written(node)}'` : 'nothing';
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}

function hasRange(value: unknown): value is { readonly range?: readonly number[] | null } {
  return isNode(value) || isAlias(value);
}
