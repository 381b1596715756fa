import path from 'node:path';
import { isMap, isScalar, isSeq } from 'yaml';
import type { NamedPool, Probing } from '../../exporter/settings.ts';
import { poolUrlOf } from '../../pools/entry.ts';
import { readText } from '../../values/file-text.ts';
import type { FileProblem, NodeReader, Place } from '../../values/node-reader.ts';
import { readYaml } from '../../values/yaml.ts';
import { readOptions } from '../rig-file/said.ts';
import { poolsFileRows } from '../table/pool-serve.ts';
import { readModules } from './modules.ts';
import { readNamedPools } from './named-pools.ts';

/** Pools and addresses as their file has them, checked. */
export interface PoolsFile {
  /** May be empty where there are modules. */
  readonly pools: readonly NamedPool[];
  readonly probing: Probing;
  /** What the file says of options that the command line has as well, by their names and as it is written. */
  readonly said: ReadonlyMap<string, string>;
}

/** What came of reading one. */
export type ReadPoolsFile =
  | { readonly type: 'pools'; readonly file: PoolsFile }
  /** Never empty; in the order of the file. */
  | { readonly type: 'problems'; readonly problems: readonly FileProblem[] };

const what = 'a file of pools';
const keys: readonly string[] = ['pools', 'modules', 'targets', ...poolsFileRows.map(({ name }) => name)];

/** Reads a file of pools and checks all of it. */
export async function readPoolsFile(file: string): Promise<ReadPoolsFile> {
  const read = await readText(file, {
    what,
    largest: 1024 * 1024,
    missing: 'give the file of the pools: --config pools.yaml',
    forbidden: 'it may not be read; allow it: chmod +r',
  });
  if (read.type === 'text') return parsePoolsFile(read.text, file);
  return { type: 'problems', problems: [{ line: null, column: null, message: read.why }] };
}

/**
 * Checks the text of a file of pools. Addresses are secret: what is wrong is told without them.
 *
 * @param file its path; relative paths in it begin at its directory
 */
export function parsePoolsFile(text: string, file: string): ReadPoolsFile {
  const base = path.dirname(path.resolve(file));
  const read = readYaml(text, { what, secret: true }, (reader) => checkFile(reader, base));
  return read.type === 'value' ? { type: 'pools', file: read.value } : read;
}

function checkFile(reader: NodeReader, base: string): PoolsFile | null {
  const { root } = reader;
  if (!isMap(root.node))
    return reader.problem(root, "no pools; begin with 'pools:' and a list of them, or with 'modules:'");
  const top = reader.map(root, keys);
  if (top === null) return null;
  const pools = top.get('pools');
  const modules = top.get('modules');
  const targets = top.get('targets');
  if (pools === undefined && modules === undefined)
    return reader.problem(root, "nobody to ask; give 'pools:' and a list of them, or 'modules:' for /probe");
  if (targets !== undefined && modules === undefined)
    reader.problem(targets, "there is no module to probe with; give 'modules:', names of addresses");
  if (targets === undefined && modules !== undefined)
    reader.problem(modules, `who may be asked is missing; give 'targets:', ${rightTargets}`);
  return {
    pools: pools === undefined ? [] : readNamedPools(reader, pools),
    probing: {
      modules: modules === undefined ? new Map() : readModules(reader, modules),
      targets: targets === undefined ? null : readTargets(reader, targets),
    },
    said: readOptions(reader, top, poolsFileRows, base),
  };
}

const rightTargets =
  "one URL an item, which /probe may ask, or 'any': whoever reaches the port has the addresses sent anywhere";

/** @returns `null` for any */
function readTargets(reader: NodeReader, place: Place): ReadonlySet<string> | null {
  if (isScalar(place.node) && place.node.value === 'any') return null;
  if (isSeq(place.node) && place.node.items.length === 0)
    reader.problem(place, `the list is empty; give ${rightTargets}`);
  return new Set(urlsOf(reader, reader.list(place, rightTargets) ?? []));
}

function urlsOf(reader: NodeReader, items: readonly Place[]): readonly string[] {
  return items.flatMap((item) => {
    const text = reader.text(item, 'a URL such as https://pool.example:2095');
    if (text === null) return [];
    const url = poolUrlOf(text);
    if (url instanceof URL) return [url.href];
    reader.problem(item, url.words);
    return [];
  });
}
