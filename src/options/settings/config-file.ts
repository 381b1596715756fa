import path from 'node:path';
import { isMap, isScalar } from 'yaml';
import { readTextNow } from '../../values/file-text.ts';
import { isNothing, type NodeReader, type Place, yamlSwitch } from '../../values/node-reader.ts';
import { didYouMean, UsageError } from '../../values/usage-error.ts';
import { readYaml } from '../../values/yaml.ts';
import { file as fileReader } from '../readers.ts';
import { oneOrListed, readCards } from '../rig-file/cards.ts';
import { readPools } from '../rig-file/pools.ts';
import { jobs, type OptionRow } from '../row.ts';
import type { Source } from '../source.ts';
import { inputRows } from '../table/input.ts';
import { logRows } from '../table/log.ts';
import { poolRows } from '../table/pools.ts';
import { optionsOf } from '../table.ts';
import { isSetting } from './is-setting.ts';
import type { Level } from './level.ts';

const what = 'a configuration file';
/** Bytes. */
const largest = 256 * 1024;

/** These stand in the file as they do in a rig file: `cards` and `pools`. */
const otherwise: readonly string[] = [
  inputRows.card.name,
  ...[poolRows.pool, poolRows.address, poolRows.kind, poolRows.json].map(({ name }) => name),
];
const rows = optionsOf(...jobs).filter((row) => isSetting(row) && !otherwise.includes(row.name));
const keys: readonly string[] = ['cards', 'pools', ...rows.map(({ name }) => name)];

type Value = readonly string[] | boolean;

/**
 * What a configuration file says of options.
 *
 * @param asked what has named it, such as `--config config.yaml`; `null` where nothing has, and it need not be there
 * @throws UsageError that names file, line and column
 */
export function fromConfigFile(file: string, asked: string | null): Level {
  const found = readTextNow(file, { what, largest, forbidden: 'it may not be read; allow it: chmod +r' });
  if (found === null && asked !== null)
    throw new UsageError(`${asked}: no such file; give one that is there`);
  if (found !== null && 'why' in found) throw new UsageError(`${asked ?? file}: ${found.why}`);
  return found === null ? { flags: new Map(), sources: new Map() } : levelIn(found.text, file);
}

function levelIn(text: string, file: string): Level {
  const read = readYaml(text, { what }, (reader) => readKeys(reader, file));
  if (read.type === 'value') return read.value;
  const [first, ...others] = read.problems;
  const place = first === undefined || first.line === null ? '' : `:${first.line}:${first.column}`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UsageError(`${file}${place}: ${first?.message}${more}`);
}

function readKeys(reader: NodeReader, file: string): Level | null {
  const base = path.dirname(path.resolve(file));
  const flags = new Map<string, Value>();
  const sources = new Map<string, Source>();
  if (isNothing(reader.root)) return { flags, sources };
  if (!isMap(reader.root.node))
    return reader.problem(reader.root, "no options; give lines such as 'port: 9100'");
  const places = placesIn(reader);
  for (const row of rows) {
    const place = places.get(row.name);
    const value = place === undefined ? null : readOption(reader, place, row, base);
    if (value !== null) flags.set(row.name, value);
  }
  const cards = places.get('cards');
  const names = cards === undefined ? null : readCards(reader, cards);
  if (names !== null) flags.set(inputRows.card.name, names.texts);
  addPools(reader, places, flags);
  const format = places.get(inputRows.format.name);
  if (format !== undefined && places.has(inputRows.bitstream.name))
    reader.problem(format, 'contradicts bitstream; give one of them');
  for (const name of flags.keys()) {
    const place = places.get(keyOf(name)) ?? reader.root;
    sources.set(name, { type: 'file', place: `${file}:${reader.positionOf(place)}`, key: keyOf(name) });
  }
  return { flags, sources };
}

/** The key that says what an option would. */
function keyOf(option: string): string {
  if (option === inputRows.card.name) return 'cards';
  return otherwise.includes(option) ? 'pools' : option;
}

/** The values by their keys; there are too many keys to list them all in a message. */
function placesIn(reader: NodeReader): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [word, value, offset] of reader.entries(reader.root, 'options and their values') ?? []) {
    if (keys.includes(word)) places.set(word, value);
    else if (word === 'miners')
      reader.problem({ ...value, offset }, 'miners stand in a rig file: fpga-tee run --rig rig.yaml');
    else if (otherwise.includes(word))
      reader.problem({ ...value, offset }, `give ${keyOf(word)} in its place`);
    else {
      const hint = didYouMean(word, keys) || 'fpga-tee --help all lists the options';
      reader.problem({ path: value.path, offset }, `no such key; ${hint}`);
    }
  }
  return places;
}

function readOption(reader: NodeReader, place: Place, row: OptionRow, base: string): Value | null {
  const { reader: values } = row;
  if (values === undefined) return reader.value(place, yamlSwitch);
  if (row.off !== undefined && isScalar(place.node) && place.node.value === false) return false;
  if (row.multiple === true) {
    const texts = oneOrListed(reader, place, values.right);
    if (texts?.some((given) => values.read(given) === null))
      return reader.problem(place, `an empty text where ${values.right} should be`);
    return texts?.map((given) => path.resolve(base, given)) ?? null;
  }
  if (reader.value(place, values) === null) return null;
  const text = reader.text(place, values.right) ?? '';
  // The log begins where the miner is started, as on the command line; what is read, beside this file.
  const read = values === fileReader && row.name !== logRows.log.name;
  return [read ? path.resolve(base, text) : text];
}

/** As if each had been given with `--pool` and what belongs to it. */
function addPools(reader: NodeReader, places: ReadonlyMap<string, Place>, flags: Map<string, Value>): void {
  const place = places.get('pools');
  const interval = places.get(poolRows.interval.name);
  if (place === undefined) {
    if (interval !== undefined)
      reader.problem(interval, "there is no pool to it; give 'pools:' and a list of them");
    return;
  }
  const pools = readPools(reader, place);
  if (pools.length === 0) return;
  flags.set(
    poolRows.pool.name,
    pools.map(({ entry }) => entry.url.href),
  );
  flags.set(
    poolRows.address.name,
    pools.map(({ entry }) => entry.address),
  );
  flags.set(
    poolRows.kind.name,
    pools.map(({ entry }) => entry.kind ?? 'auto'),
  );
  const paths = pools.flatMap(({ texts }) => texts.json ?? []);
  if (paths.length > 0) flags.set(poolRows.json.name, paths);
}
