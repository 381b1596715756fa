import { isMap, isScalar, isSeq } from 'yaml';
import { checkPoolEntry, type PoolEntry, poolEntryFields } from '../../pools/entry.ts';
import { type NodeReader, type Place, unknownKey } from '../../values/node-reader.ts';
import { mostPools } from '../table/pools.ts';

type Field = (typeof poolEntryFields)[number];

const rightList = 'one item a pool, each with a url and an address';
const rightItem = 'a url and an address';
const rightText: Readonly<Record<Field, string>> = {
  url: 'a URL such as https://pool.example:2095',
  address: 'the address that is mined for',
  kind: 'what the pool runs, or auto',
  json: 'paths as of --pool-json',
};

/** A pool of a file: checked, and its texts as they are written. */
export interface ReadPool {
  readonly entry: PoolEntry;
  readonly texts: Readonly<Partial<Record<Field, string>>>;
}

/**
 * Checks the pools of a file. Its problems go to the reader; none of them repeats what could be an address, wherever
 * in an entry it was put by mistake.
 */
export function readPools(reader: NodeReader, place: Place): readonly ReadPool[] {
  if (isScalar(place.node) && place.node.value !== null)
    reader.problem(place, `a text where a list should be: ${rightList}`);
  else if (isSeq(place.node) && place.node.items.length === 0)
    reader.problem(place, `the list is empty; give ${rightList}, or leave it out`);
  else {
    const items = reader.list(place, rightList) ?? [];
    const tooMany = items[mostPools];
    if (tooMany !== undefined) reader.problem(tooMany, `more than ${mostPools} pools; give fewer`);
    return items.slice(0, mostPools).flatMap((item) => readPool(reader, item) ?? []);
  }
  return [];
}

function readPool(reader: NodeReader, place: Place): ReadPool | null {
  if (isScalar(place.node) && place.node.value !== null)
    return reader.problem(place, `a text where a map should be: ${rightItem}`);
  if (isMap(place.node) && place.node.items.length === 0)
    return reader.problem(place, `it is empty; give ${rightItem}`);
  const entries = reader.entries(place, rightItem);
  if (entries === null) return null;

  const places = new Map<Field, Place>();
  for (const [word, value, offset] of entries) {
    const field = poolEntryFields.find((known) => known === word);
    if (field !== undefined) places.set(field, value);
    else reader.problem({ path: place.path, offset }, unknownKey(word, poolEntryFields));
  }

  const given: Partial<Record<Field, string>> = {};
  /** What was told of already. */
  const wrong = new Set<Field>();
  for (const [field, at] of places) {
    // As it is written: to YAML an address of hexadecimal digits is a number.
    const text = reader.text(at, rightText[field]);
    if (text === null) wrong.add(field);
    else given[field] = text;
  }
  for (const missing of ['url', 'address'] as const) {
    if (places.has(missing)) continue;
    wrong.add(missing);
    reader.problem(place, `it has no ${missing}`);
  }

  const checked = checkPoolEntry(given);
  if ('entry' in checked) return wrong.size === 0 ? { entry: checked.entry, texts: given } : null;
  for (const { field, words } of checked.problems) {
    if (wrong.has(field)) continue;
    const path = `${place.path}.${field}`;
    reader.problem(places.get(field) ?? { path, offset: (places.get('kind') ?? place).offset }, words);
  }
  return null;
}
