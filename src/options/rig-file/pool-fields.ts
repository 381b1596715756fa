import { isMap, isScalar } from 'yaml';
import type { PoolEntryProblem, poolEntryFields } from '../../pools/entry.ts';
import { type NodeReader, type Place, unknownKey } from '../../values/node-reader.ts';

type EntryField = (typeof poolEntryFields)[number];
/** What an item of a file can say of a pool. */
export type PoolField = EntryField | 'name';

const rightText: Readonly<Record<PoolField, string>> = {
  url: 'a URL such as https://pool.example:2095',
  address: 'the address that is mined for',
  kind: 'what the pool runs, or auto',
  json: 'paths as of --pool-json',
  name: 'a name for its metrics',
};

/** What an item of a file says of a pool. */
export interface PoolFields<Field extends PoolField> {
  /** As it is written. */
  readonly given: Readonly<Partial<Record<Field, string>>>;
  readonly places: ReadonlyMap<PoolField, Place>;
  /** Whether nothing was found wrong yet. */
  readonly right: boolean;
  /** Tells what else is wrong with it; nothing twice. */
  tell(problems: readonly PoolEntryProblem[]): void;
}

/**
 * Reads the fields of an item. Its problems go to the reader; none of them repeats what could be an address, wherever it
 * was put by mistake.
 *
 * @param item what an item should be
 */
export function readPoolFields<Field extends PoolField>(
  reader: NodeReader,
  place: Place,
  fields: readonly Field[],
  required: readonly Field[],
  item: string,
): PoolFields<Field> | null {
  if (isScalar(place.node) && place.node.value !== null)
    return reader.problem(place, `a text where a map should be: ${item}`);
  if (isMap(place.node) && place.node.items.length === 0)
    return reader.problem(place, `it is empty; give ${item}`);
  const entries = reader.entries(place, item);
  if (entries === null) return null;

  const places = new Map<Field, Place>();
  for (const [word, value, offset] of entries) {
    const field = fields.find((known) => known === word);
    if (field !== undefined) places.set(field, value);
    else reader.problem({ path: place.path, offset }, unknownKey(word, fields));
  }

  const given: Partial<Record<Field, string>> = {};
  /** What was told of already. */
  const wrong = new Set<PoolField>();
  for (const [field, at] of places) {
    // As it is written: to YAML an address of hexadecimal digits is a number.
    const text = reader.text(at, rightText[field]);
    if (text === null) wrong.add(field);
    else given[field] = text;
  }
  for (const missing of required) {
    if (places.has(missing)) continue;
    wrong.add(missing);
    reader.problem(place, `it has no ${missing}`);
  }
  const placeOf: ReadonlyMap<PoolField, Place> = places;
  return {
    given,
    places,
    right: wrong.size === 0,
    tell(problems) {
      for (const { field, words } of problems) {
        if (wrong.has(field)) continue;
        const path = `${place.path}.${field}`;
        reader.problem(placeOf.get(field) ?? { path, offset: (placeOf.get('kind') ?? place).offset }, words);
      }
    },
  };
}
