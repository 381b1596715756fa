import path from 'node:path';
import { isMap, isScalar, isSeq } from 'yaml';
import type { Bitstream } from '../../bitstreams/bitstream.ts';
import { readOwnFormat } from '../../bitstreams/own-formats.ts';
import type { CardNames } from '../../rig/names.ts';
import { type RestartOptions, restartPolicies } from '../../run/restart-policy.ts';
import type { NodeReader, Place, ValueReader } from '../../values/node-reader.ts';
import { cardNamesOf } from '../card-names.ts';
import { duration, file } from '../readers.ts';
import { inputRows } from '../table/input.ts';
import { defaultRestart, runRows } from '../table/run.ts';
import { optionTable } from '../table.ts';
import { listed, readCards } from './cards.ts';
import { readOptions } from './said.ts';
import { wordsOf } from './words.ts';

const optionRows = optionTable.filter(({ rigFile }) => rigFile === 'miner');
const minerKeys: readonly string[] = [
  'name',
  'command',
  'directory',
  'environment',
  'bitstream',
  'format',
  'cards',
  'log',
  'restart',
  ...optionRows.map(({ name }) => name),
];
const restartKeys = ['policy', 'limit', 'backoff'] as const;
const noCards = cardNamesOf([]);

/** One miner of a rig, checked; paths are absolute. */
export type RigMiner = Readonly<NonNullable<ReturnType<typeof checkMiner>>>;

/**
 * Checks one miner of a rig file. Its problems go to the reader.
 *
 * @param folders absolute: where relative paths begin, and where a log is that nothing is said of
 * @param taken what no two miners may share (names, logs, cards) and who has it; added to
 */
export function checkMiner(
  reader: NodeReader,
  place: Place,
  { base, logs }: { readonly base: string; readonly logs: string },
  taken: Map<string, string>,
) {
  const keys = reader.map(place, minerKeys);
  if (keys === null) return null;

  /** Notes what this miner has; a problem, and `null`, when another has it. */
  const take = (what: 'name' | 'log' | 'card', word: string, at: Place): string | null => {
    const key = `${what} ${word}`;
    const other = taken.get(key);
    if (other !== undefined)
      return reader.problem(at, `the ${what} ${word} is that of ${other} already; give it another`);
    taken.set(key, at.path);
    return word;
  };
  /** A value, or what stands for it where nothing is written. */
  const optional = <Value, Default>(
    name: string,
    otherwise: Default,
    read: (place: Place) => Value | null,
  ): Value | Default => {
    const at = keys.get(name);
    return at === undefined ? otherwise : (read(at) ?? otherwise);
  };

  for (const missing of ['name', 'command'] as const)
    if (!keys.has(missing)) reader.problem(place, `it has no ${missing}`);
  const name = optional('name', null, (at) => {
    const word = reader.value(at, minerName);
    return word === null ? null : take('name', word, at);
  });
  const command = optional('command', null, (at) => readCommand(reader, at));
  const log = optional('log', name === null ? null : path.join(logs, `${name}.log`), (at) => {
    if (isScalar(at.node) && at.node.value === false) return '';
    const found = reader.value(at, { ...file, right: 'a file, or false for none' });
    return found === null ? null : path.resolve(base, found);
  });
  if (log !== null && log !== '') take('log', log, keys.get('log') ?? place);
  const miner = {
    /** Where it is started. */
    directory: optional('directory', base, (at) => {
      const directory = reader.value(at, { ...file, right: 'a directory' });
      return directory === null ? null : path.resolve(base, directory);
    }),
    /** Added to the environment of the tool. */
    environment: optional('environment', {}, (at) => readEnvironment(reader, at)),
    bitstream: optional('bitstream', inputRows.bitstream.default, (at) =>
      reader.value(at, inputRows.bitstream.reader),
    ),
    /** The miner's own format in place of the bitstream; `null`: none. */
    format: optional('format', null, (at) => readOwn(reader, at, base, keys.has('bitstream'))),
    cards: optional('cards', noCards, (at) => takeCards(reader, at, (card) => take('card', card, at))),
    /** `null`: no log. */
    log: log === '' ? null : log,
    restart: optional('restart', defaultRestart, (at) => readRestart(reader, at)),
    /** What the file says of options of this miner, by their names and as it is written. */
    said: readOptions(reader, keys, optionRows, base),
  };
  return name === null || command === null ? null : { name, command, ...miner };
}

function readOwn(
  reader: NodeReader,
  place: Place,
  base: string,
  other: boolean,
): readonly Bitstream[] | null {
  if (other) return reader.problem(place, 'contradicts bitstream; give one of them');
  const given = reader.value(place, { ...file, right: 'a file of a format' });
  if (given === null) return null;
  const format = readOwnFormat(path.resolve(base, given));
  return format.type === 'format' ? [format.bitstream] : reader.problem(place, format.words);
}

function readCommand(reader: NodeReader, place: Place): readonly [string, ...string[]] | null {
  const right = 'the program and its arguments, as a list or a line';
  const words = isSeq(place.node) ? listed(reader, place, right) : inOneLine(reader, place, right);
  const [program, ...args] = words ?? [];
  if (words === null) return null;
  if (program === undefined || program === '') return reader.problem(place, `no program; give ${right}`);
  return [program, ...args];
}

function inOneLine(reader: NodeReader, place: Place, right: string): readonly string[] | null {
  const line = reader.text(place, right);
  if (line === null) return null;
  const read = wordsOf(line);
  if (read.type === 'words') return read.words;
  const { message, wayOut } = read;
  return reader.problem(place, wayOut === undefined ? message : `${message}; ${wayOut}`);
}

function readEnvironment(reader: NodeReader, place: Place): Readonly<Record<string, string>> | null {
  const entries = reader.entries(place, 'names and values');
  if (entries === null) return null;
  const environment: Record<string, string> = {};
  for (const [name, value, offset] of entries) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) reader.problem({ ...value, offset }, 'no name of a variable');
    const text = reader.text(value, "its value, '' for an empty one");
    if (text !== null) environment[name] = text;
  }
  return environment;
}

function takeCards(reader: NodeReader, place: Place, take: (card: string) => void): CardNames | null {
  const read = readCards(reader, place);
  if (read === null) return null;
  const { names } = read;
  for (const card of [...names.inOrder, ...names.byDna.values(), ...names.byIndex.values()]) take(card);
  return names;
}

/** One word is the policy; a map can say the rest. */
function readRestart(reader: NodeReader, place: Place): RestartOptions | null {
  if (!isMap(place.node)) {
    const when = reader.value(place, runRows.restart.reader);
    return when === null ? null : { ...defaultRestart, when };
  }
  const keys = reader.map(place, restartKeys);
  if (keys === null) return null;
  if (!keys.has('policy'))
    reader.problem(place, `it has no policy; give one of ${restartPolicies.join(', ')}`);
  const read = <Value>(key: (typeof restartKeys)[number], values: ValueReader<Value>): Value | null => {
    const at = keys.get(key);
    return at === undefined ? null : reader.value(at, values);
  };
  const limit = read('limit', restartLimit) ?? defaultRestart.limit;
  return {
    when: read('policy', runRows.restart.reader) ?? defaultRestart.when,
    limit: limit === 'none' ? null : limit,
    backoff: read('backoff', duration) ?? defaultRestart.backoff,
  };
}

const restartLimit: ValueReader<RestartOptions['limit'] | 'none'> = {
  read: (word) => (word === 'none' ? word : runRows.restartLimit.reader.read(word)),
  right: `${runRows.restartLimit.reader.right}, or none`,
};

const minerName: ValueReader<string> = {
  read: (word) => (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/.test(word) ? word : null),
  right: 'a name of letters, digits, dots, dashes and underscores',
};
