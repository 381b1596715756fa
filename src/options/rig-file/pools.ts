import { isScalar, isSeq } from 'yaml';
import { checkPoolEntry, type PoolEntry, poolEntryFields } from '../../pools/entry.ts';
import type { NodeReader, Place } from '../../values/node-reader.ts';
import { mostPools } from '../table/pools.ts';
import { type PoolField, readPoolFields } from './pool-fields.ts';

const rightList = 'one item a pool, each with a url and an address';
const rightItem = 'a url and an address';

/** A pool of a file: checked, and its texts as they are written. */
export interface ReadPool {
  readonly entry: PoolEntry;
  readonly texts: Readonly<Partial<Record<PoolField, string>>>;
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
  const fields = readPoolFields(reader, place, poolEntryFields, ['url', 'address'], rightItem);
  if (fields === null) return null;
  const checked = checkPoolEntry(fields.given);
  if ('entry' in checked) return fields.right ? { entry: checked.entry, texts: fields.given } : null;
  fields.tell(checked.problems);
  return null;
}
