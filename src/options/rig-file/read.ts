import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Document, isMap, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { printable } from '../../lines/printable.ts';
import { durationOf, hostOf, wholeNumberOf } from '../../values/values.ts';
import type { FileProblem } from '../../values/yaml.ts';
import { NodeReader, type Place } from '../../values/yaml.ts';
import { shortestPoolInterval, sparingInterval } from '../pools.ts';
import { checkMiner } from './miner.ts';
import { readPools } from './pools.ts';
import type { RigFile, RigMiner } from './rig-file.ts';

/** What came of reading a rig file. */
export type ReadRig =
  | { readonly type: 'rig'; readonly rig: RigFile }
  /** Never empty; in the order of the file. */
  | { readonly type: 'problems'; readonly problems: readonly FileProblem[] };

/** The largest file that is read, in bytes: some hundreds of miners. */
const largest = 256 * 1024;
/** The most uses of anchors: looking one up takes a walk through the file. */
const mostAliases = 100;

const topKeys = ['miners', 'port', 'host', 'web-config', 'stale-after', 'pools', 'pool-interval'] as const;

/** Reads a rig file and checks all of it. */
export async function readRigFile(file: string): Promise<ReadRig> {
  try {
    const { size } = await stat(file);
    if (size > largest) return fileProblem(`${size} bytes are too many for a rig file`);
    return parseRig(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)), file);
  } catch (error) {
    return fileProblem(whyUnreadable(error));
  }
}

/** Why a file could not be read, and the way out. */
export function whyUnreadable(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'ENOENT':
      return 'no such file; give the rig file: --rig rig.yaml';
    case 'EISDIR':
      return 'a directory, not a rig file';
    case 'EACCES':
      return 'it may not be read; allow it: chmod +r';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'not UTF-8; save it as UTF-8';
    default:
      return `it can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Checks the text of a rig file.
 *
 * @param file its path; relative paths in it begin at its directory
 */
export function parseRig(text: string, file: string): ReadRig {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const reader = new NodeReader(document, lines);
    for (const error of document.errors)
      reader.problem({ path: '', offset: error.pos[0] }, syntaxProblem(error));
    if (aliasesIn(document) > mostAliases)
      reader.problem(
        { path: '', offset: 0 },
        `more than ${mostAliases} uses of anchors; write the values out`,
      );
    // What stands after an error of syntax is mostly not what it was meant to be.
    const rig = reader.problems.length === 0 ? checkRig(reader, file) : null;
    if (reader.problems.length === 0 && rig !== null) return { type: 'rig', rig };
    const problems = [...reader.problems].sort((a, b) => a.offset - b.offset);
    return {
      type: 'problems',
      problems: problems.map(({ line, column, message }) => ({ line, column, message })),
    };
  } catch (error) {
    // The parser goes down into lists within lists by calling itself.
    if (error instanceof RangeError) return fileProblem('it is nested too deeply');
    throw error;
  }
}

/** `rig.yaml:7:14: miners[1].restart: …`, on one line whatever the file holds. */
export function describeProblem(file: string, { line, column, message }: FileProblem): string {
  return printable(line === null ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`);
}

function fileProblem(message: string): ReadRig {
  return { type: 'problems', problems: [{ line: null, column: null, message }] };
}

function checkRig(reader: NodeReader, file: string): RigFile | null {
  const { root } = reader;
  if (!isMap(root.node)) {
    reader.problem(root, "no miners; begin with 'miners:' and a list of them");
    return null;
  }
  const top = reader.map(root, topKeys);
  const list = top?.get('miners');
  if (top === null) return null;
  if (list === undefined) reader.problem(root, "no miners; there must be 'miners:' and a list of them");
  const right = 'one item a miner, each with a name and a command';
  const places = list === undefined ? null : reader.list(list, right);
  if (list !== undefined && places?.length === 0) reader.problem(list, `the list is empty; give ${right}`);

  const base = path.dirname(path.resolve(file));
  const miners: RigMiner[] = [];
  const taken = new Map<string, string>();
  for (const place of places ?? []) {
    const miner = checkMiner(reader, place, base, taken);
    if (miner !== null) miners.push(miner);
  }
  const port = top.get('port');
  const host = top.get('host');
  const staleAfter = top.get('stale-after');
  const webConfig = top.get('web-config');
  const pools = top.get('pools');
  const poolInterval = top.get('pool-interval');
  if (poolInterval !== undefined && pools === undefined)
    reader.problem(poolInterval, "there is no pool to it; give 'pools:' and a list of them");
  return {
    path: file,
    miners,
    port:
      port === undefined
        ? null
        : reader.value(port, 'a port, a number from 0 to 65535', (word) => wholeNumberOf(word, 0, 65_535)),
    host:
      host === undefined ? null : reader.value(host, 'an address such as 127.0.0.1, :: or a name', hostOf),
    staleAfter:
      staleAfter === undefined ? null : reader.value(staleAfter, 'a duration such as 90s or 5m', durationOf),
    webConfig: webConfig === undefined ? null : readFileName(reader, webConfig, base),
    pools: pools === undefined ? [] : readPools(reader, pools),
    poolInterval:
      poolInterval === undefined
        ? null
        : reader.value(
            poolInterval,
            `a duration of ${shortestPoolInterval}s or more, such as 60s`,
            sparingInterval,
          ),
  };
}

function readFileName(reader: NodeReader, place: Place, base: string): string | null {
  const file = reader.value(place, 'a file', (word) => word || null);
  return file === null ? null : path.resolve(base, file);
}

/** The errors that people make, in their words; the parser's own else. */
function syntaxProblem(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab; YAML takes spaces only to indent';
    case 'DUPLICATE_KEY':
      return 'this key is given twice';
    case 'MULTIPLE_DOCS':
      return "a second document ('---'); a rig file has one";
    default:
      return error.message.split('\n')[0] ?? error.code;
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
