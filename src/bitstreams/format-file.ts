import { isMap } from 'yaml';
import { forGauges, isGaugeName } from '../readings/gauges.ts';
import { type EventKind, eventKinds } from '../readings/reading.ts';
import { type FileProblem, type NodeReader, type Place, yamlSwitch } from '../values/node-reader.ts';
import { didYouMean } from '../values/usage-error.ts';
import { type ReadYaml, readYaml } from '../values/yaml.ts';
import type { Bitstream, EventMark, StatsLine, TableColumn, TableField } from './bitstream.ts';
import { emptyFormat } from './empty-format.ts';
import { type Definitions, patternProblem, valueNames, withDefinitions } from './format-pattern.ts';
import { checkSamples, type PlacedSample, sampleOf } from './format-sample.ts';

/** What formats have in common, and what they take over from each other: all but what names and proves them. */
export type FormatPart = Omit<Bitstream, 'name' | 'title' | 'siblings' | 'samples'> & {
  readonly define: Definitions;
};

/** A format as it stands in a file. */
export interface ReadFormat {
  readonly bitstream: Bitstream;
  readonly part: FormatPart;
  /** Samples that give something else, where that was to be told only. */
  readonly failures: readonly FileProblem[];
}

const kind = { what: 'a format' };

const partKeys = [
  'extends',
  'define',
  'newline-first',
  'shares-of',
  'banner',
  'stats',
  'partial',
  'table',
  'headers',
  'shares',
  'failures',
  'events',
  'card-named',
  'known',
] as const;
const formatKeys = ['name', 'title', 'siblings', 'samples', ...partKeys] as const;

type Keys = ReadonlyMap<(typeof formatKeys)[number], Place>;

const nothing: FormatPart = { ...emptyFormat, define: {} };

/**
 * Reads a format's file, and proves that its samples give what it states.
 *
 * @param bases what it may extend, by name
 * @param failing whether a sample that fails makes it none, or is only told
 */
export function readFormat(
  text: string,
  bases: ReadonlyMap<string, FormatPart>,
  failing: 'refused' | 'told' = 'refused',
): ReadYaml<ReadFormat> {
  return readYaml(text, kind, (reader) => {
    if (reader.root.node === null)
      return reader.problem(reader.root, 'it is empty; fpga-tee learn <log> makes a format');
    const keys = reader.map(reader.root, formatKeys);
    if (keys === null) return null;
    const name = nameOf(reader, keys);
    const title = textOf(reader, keys.get('title'), 'what it is, for people') ?? name;
    const siblings = textsOf(reader, keys.get('siblings'), 'names of formats');
    const part = partOf(reader, keys, bases);
    const samples = samplesOf(reader, keys.get('samples'), part?.partial === true);
    if (name === null || title === null || part === null || reader.problems.length > 0) return null;
    const { define: _, ...rest } = part;
    const format = { name, title, ...(siblings.length > 0 && { siblings }), ...rest };
    checkSamples(reader, format, samples);
    const failures = failing === 'told' ? reader.problems.splice(0) : [];
    const proved = samples.map(({ lines, gives }) => ({ lines, gives }));
    return { bitstream: { ...format, samples: proved }, part, failures };
  });
}

/** Reads a file of what formats have in common. */
export function readPart(text: string): ReadYaml<FormatPart> {
  return readYaml(text, kind, (reader) => {
    const keys = reader.map(reader.root, partKeys);
    return keys === null ? null : partOf(reader, keys, new Map());
  });
}

function samplesOf(reader: NodeReader, place: Place | undefined, partial: boolean): readonly PlacedSample[] {
  const right = 'lines as the miner prints them, and what they give';
  if (place === undefined) reader.problem(reader.root, `samples are missing: ${right}`);
  const places = place === undefined ? null : reader.list(place, right);
  if (place !== undefined && places?.length === 0) reader.problem(place, `no samples: ${right}`);
  return (places ?? []).flatMap((one) => sampleOf(reader, one, partial) ?? []);
}

function nameOf(reader: NodeReader, keys: Keys): string | null {
  const place = keys.get('name');
  if (place === undefined) return reader.problem(reader.root, 'name is missing');
  return reader.value(place, {
    read: (text) => (/^[a-z0-9][a-z0-9._-]{0,39}$/.test(text) && text !== 'auto' ? text : null),
    right: 'a name: small letters, digits and hyphens',
  });
}

function partOf(reader: NodeReader, keys: Keys, bases: ReadonlyMap<string, FormatPart>): FormatPart | null {
  const base = baseOf(reader, keys.get('extends'), bases);
  const define = definitionsOf(reader, keys.get('define'), base.define);
  const patterns = (key: (typeof partKeys)[number], names: readonly string[]): readonly string[] =>
    placesOf(reader, keys.get(key), 'patterns').flatMap(
      (place) => patternOf(reader, place, define, names) ?? [],
    );
  const newlineFirst = keys.get('newline-first');
  const partialAt = keys.get('partial');
  const partial = partialAt === undefined ? base.partial : reader.value(partialAt, yamlSwitch);
  const headers = [...patterns('headers', valueNames.nothing), ...base.headers];
  const sharesOf = keys.get('shares-of');
  const table = keys.get('table');
  return {
    define,
    newlineFirst: (newlineFirst && reader.value(newlineFirst, yamlSwitch)) ?? base.newlineFirst,
    sharesOf:
      (sharesOf && reader.value(sharesOf, wordOf<Bitstream['sharesOf']>(['card', 'miner', 'printed']))) ??
      base.sharesOf,
    banner: patterns('banner', valueNames.nothing)[0] ?? base.banner,
    stats: [...statsOf(reader, keys.get('stats'), define), ...base.stats],
    // Such a table may hold some of a card's values, and another one the rest.
    ...((partial === true || headers.length > 0) && { partial: true }),
    table: table === undefined ? base.table : { columns: columnsOf(reader, table) },
    headers,
    shares: [...patterns('shares', valueNames.shares), ...base.shares],
    failures: [...patterns('failures', valueNames.failures), ...base.failures],
    events: [...eventsOf(reader, keys.get('events'), define), ...base.events],
    cardNamed: [...patterns('card-named', valueNames.cardNamed), ...base.cardNamed],
    known: [...patterns('known', valueNames.known), ...base.known],
  };
}

function baseOf(
  reader: NodeReader,
  place: Place | undefined,
  bases: ReadonlyMap<string, FormatPart>,
): FormatPart {
  const name = textOf(reader, place, 'a format that comes with the tool');
  if (place === undefined || name === null) return nothing;
  const base = bases.get(name);
  if (base !== undefined) return base;
  const hint = didYouMean(name, [...bases.keys()]);
  reader.problem(
    place,
    `no format '${name}' comes with the tool; ${hint || `there are ${[...bases.keys()].join(', ')}`}`,
  );
  return nothing;
}

function definitionsOf(reader: NodeReader, place: Place | undefined, base: Definitions): Definitions {
  const define: Record<string, string> = { ...base };
  if (place === undefined) return define;
  for (const [name, value, offset] of reader.entries(place, 'pieces of patterns by their names') ?? []) {
    if (!/^[A-Z]+$/.test(name))
      reader.problem({ ...value, offset }, 'a name of capital letters only is needed');
    const pattern = joinedOf(reader, value, define);
    if (pattern === null) continue;
    const problem = patternProblem(pattern, [...valueNames.stats, ...valueNames.failures]);
    if (problem !== null) reader.problem(value, problem);
    define[name] = pattern;
  }
  return define;
}

function patternOf(
  reader: NodeReader,
  place: Place,
  define: Definitions,
  names: readonly string[],
): string | null {
  const pattern = joinedOf(reader, place, define);
  if (pattern === null) return null;
  const problem = patternProblem(pattern, names);
  return problem === null ? pattern : reader.problem(place, problem);
}

/** A long pattern may stand in pieces, each in a line of its own. */
function joinedOf(reader: NodeReader, place: Place, define: Definitions): string | null {
  const pieces = placesOf(reader, place, 'a pattern').map((piece) => reader.text(piece, 'a pattern'));
  return pieces.includes(null) ? null : withDefinitions(pieces.join(''), define);
}

function statsOf(
  reader: NodeReader,
  place: Place | undefined,
  define: Definitions,
): readonly (string | StatsLine)[] {
  return placesOf(reader, place, 'patterns').flatMap((item): (string | StatsLine)[] => {
    if (!isMap(item.node)) {
      const pattern = patternOf(reader, item, define, valueNames.stats);
      return pattern === null ? [] : [pattern];
    }
    const keys = reader.map(item, ['line', 'of', 'each', 'shared'] as const);
    const lineAt = keys?.get('line');
    const eachAt = keys?.get('each');
    const ofAt = keys?.get('of');
    const sharedAt = keys?.get('shared');
    if (lineAt === undefined)
      return reader.problem(item, 'line is missing: the pattern of the whole line') ?? [];
    const line = patternOf(reader, lineAt, define, valueNames.process);
    const of = ofAt === undefined ? null : reader.value(ofAt, wordOf<'process'>(['process']));
    const each = eachAt === undefined ? null : patternOf(reader, eachAt, define, valueNames.stats);
    if (each !== null && line !== null && !line.includes('%{EACH}'))
      reader.problem(lineAt, 'no %{EACH} for the cards to stand in');
    if (each === null && of === null)
      reader.problem(item, 'of: process or each: is missing; a line of one card is a pattern alone');
    const shared = sharedAt !== undefined && reader.value(sharedAt, yamlSwitch) === true;
    return line === null ? [] : [{ line, of: of ?? 'each', each, ...(shared && { shared }) }];
  });
}

function eventsOf(reader: NodeReader, place: Place | undefined, define: Definitions): readonly EventMark[] {
  if (place === undefined) return [];
  return (reader.list(place, 'events, each with its pattern') ?? []).flatMap((item) =>
    (reader.entries(item, 'an event and its pattern') ?? []).flatMap(([word, value, offset]) => {
      const event: EventKind | undefined = eventKinds.find((one) => one === word);
      if (event === undefined) {
        reader.problem({ ...value, offset }, `no such event; there are ${eventKinds.join(', ')}`);
        return [];
      }
      const pattern = patternOf(reader, value, define, valueNames.nothing);
      return pattern === null ? [] : [{ kind: event, pattern }];
    }),
  );
}

const otherFields = { index: 0, device: 0, dna: 0, solutionsGood: 0, solutionsBad: 0 } as const;
const columnFields = Object.keys({ ...forGauges(() => 0), ...otherFields });

function columnsOf(reader: NodeReader, place: Place): readonly TableColumn[] {
  return (reader.list(place, 'columns') ?? []).flatMap((item) => {
    const keys = reader.map(item, ['field', 'titles', 'required'] as const);
    const fieldAt = keys?.get('field');
    const titlesAt = keys?.get('titles');
    if (fieldAt === undefined || titlesAt === undefined)
      return reader.problem(item, 'a column needs field and titles') ?? [];
    const requiredAt = keys?.get('required');
    const field = reader.value<TableField>(fieldAt, {
      read: (text) => (isTableField(text) ? text : null),
      right: `one of ${columnFields.join(', ')}`,
      known: columnFields,
    });
    const names = textsOf(reader, titlesAt, 'titles as the table has them');
    const required = requiredAt === undefined ? false : (reader.value(requiredAt, yamlSwitch) ?? false);
    return field === null ? [] : [{ field, names, required }];
  });
}

function isTableField(text: string): text is TableField {
  return isGaugeName(text) || Object.hasOwn(otherFields, text);
}

function textOf(reader: NodeReader, place: Place | undefined, right: string): string | null {
  return place === undefined ? null : reader.text(place, right);
}

function textsOf(reader: NodeReader, place: Place | undefined, right: string): readonly string[] {
  return placesOf(reader, place, right).flatMap((one) => reader.text(one, right) ?? []);
}

/** The items of a list; one alone needs none. */
function placesOf(reader: NodeReader, place: Place | undefined, right: string): readonly Place[] {
  if (place === undefined) return [];
  return place.node !== null && 'items' in place.node ? (reader.list(place, right) ?? []) : [place];
}

function wordOf<Word extends string>(words: readonly Word[]) {
  return {
    read: (text: string) => words.find((word) => word === text) ?? null,
    right: `one of ${words.join(', ')}`,
    known: words,
  };
}
