import path from 'node:path';
import { isMap } from 'yaml';
import { printable } from '../../lines/printable.ts';
import { readText } from '../../values/file-text.ts';
import type { FileProblem, NodeReader, Place } from '../../values/node-reader.ts';
import { UsageError } from '../../values/usage-error.ts';
import { readYaml } from '../../values/yaml.ts';
import { GivenOptions } from '../given.ts';
import { logOptions } from '../table/log.ts';
import { outputOptions } from '../table/output.ts';
import { poolRows } from '../table/pools.ts';
import { optionTable } from '../table.ts';
import { checkMiner } from './miner.ts';
import { readPools } from './pools.ts';
import { readOptions } from './said.ts';

/** A rig as its file describes it: which miners to start, and how. Checked; paths are absolute. */
export type RigFile = Readonly<NonNullable<ReturnType<typeof checkRig>>>;

/** What came of reading a rig file. */
export type ReadRig =
  | { readonly type: 'rig'; readonly rig: RigFile }
  /** Never empty; in the order of the file. */
  | { readonly type: 'problems'; readonly problems: readonly FileProblem[] };

const what = 'a rig file';

/** What is expected of one: 256 KiB are some hundreds of miners. */
export const expectedRigFile = {
  what,
  largest: 256 * 1024,
  missing: 'give the rig file, such as rig.yaml',
  forbidden: 'it may not be read; allow it: chmod +r',
};

const optionRows = optionTable.filter(({ rigFile }) => rigFile === 'rig');
const keys: readonly string[] = ['miners', ...optionRows.map(({ name }) => name), 'pools'];

/**
 * Reads a rig file and checks all of it.
 *
 * @param logs see {@link parseRig}
 */
export async function readRigFile(file: string, logs?: string): Promise<ReadRig> {
  const read = await readText(file, expectedRigFile);
  if (read.type === 'text') return parseRig(read.text, file, logs);
  return { type: 'problems', problems: [{ line: null, column: null, message: read.why }] };
}

/**
 * Checks the text of a rig file.
 *
 * @param file its path; relative paths in it begin at its directory
 * @param logs the directory for logs that it says nothing of; its own, if not given
 */
export function parseRig(text: string, file: string, logs = path.dirname(file)): ReadRig {
  const read = readYaml(text, { what }, (reader) => checkRig(reader, file, logs));
  return read.type === 'value' ? { type: 'rig', rig: read.value } : read;
}

/** `rig.yaml:7:14: miners[1].restart: …`, on one line whatever the file holds. */
export function describeProblem(file: string, { line, column, message }: FileProblem): string {
  return printable(line === null ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`);
}

function checkRig(reader: NodeReader, file: string, logs: string) {
  const { root } = reader;
  if (!isMap(root.node)) return reader.problem(root, "no miners; begin with 'miners:' and a list of them");
  const top = reader.map(root, keys);
  if (top === null) return null;
  const base = path.dirname(path.resolve(file));
  const folders = { base, logs: path.resolve(logs) };
  const list = top.get('miners');
  if (list === undefined) reader.problem(root, "no miners; there must be 'miners:' and a list of them");
  const taken = new Map<string, string>();
  const miners = (list === undefined ? [] : minersIn(reader, list)).flatMap(
    (place) => checkMiner(reader, place, folders, taken) ?? [],
  );
  const said = readOptions(reader, top, optionRows, base);
  checkTogether(reader, top, said);
  const pools = top.get('pools');
  const interval = top.get(poolRows.interval.name);
  if (interval !== undefined && pools === undefined)
    reader.problem(interval, "there is no pool to it; give 'pools:' and a list of them");
  return {
    path: file,
    /** At least one. */
    miners,
    /** What the file says of options that the command line has as well, by their names and as it is written. */
    said,
    /** The pools to watch; may be empty. */
    pools: pools === undefined ? [] : readPools(reader, pools).map(({ entry }) => entry),
  };
}

/** What fits each by itself may not fit together: that is looked at as on the command line. */
function checkTogether(
  reader: NodeReader,
  top: ReadonlyMap<string, Place>,
  said: ReadonlyMap<string, string>,
): void {
  const given = new GivenOptions(new Map()).orElse(said);
  try {
    logOptions(given, true);
    outputOptions(given);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [front = '', name = ''] = /^--([a-z-]+)[^:]*: /.exec(error.message) ?? [];
    reader.problem(top.get(name) ?? reader.root, error.message.slice(front.length).replaceAll('--', ''));
  }
}

function minersIn(reader: NodeReader, list: Place): readonly Place[] {
  const right = 'one item a miner, each with a name and a command';
  const places = reader.list(list, right);
  if (places?.length === 0) reader.problem(list, `the list is empty; give ${right}`);
  return places ?? [];
}
