import { isScalar, isSeq } from 'yaml';
import type { NamedPool } from '../../exporter/settings.ts';
import { checkPoolEntry, type PoolEntry } from '../../pools/entry.ts';
import { poolNames } from '../../pools/names.ts';
import type { NodeReader, Place } from '../../values/node-reader.ts';
import { readPoolFields } from '../rig-file/pool-fields.ts';
import { addressAsName, isName, rightName } from './name.ts';

const rightList = 'one item a pool, each with a url and an address';
const rightItem = 'a url and an address';

interface Read {
  readonly entry: PoolEntry;
  /** `null` where it is called by its host. */
  readonly name: string | null;
}

/** The pools of a file, any number. Its problems go to the reader. */
export function readNamedPools(reader: NodeReader, place: Place): readonly NamedPool[] {
  if (isScalar(place.node) && place.node.value !== null) {
    reader.problem(place, `a text where a list should be: ${rightList}`);
    return [];
  }
  if (isSeq(place.node) && place.node.items.length === 0) {
    reader.problem(place, `the list is empty; give ${rightList}, or leave it out`);
    return [];
  }
  const taken = new Set<string>();
  const read = (reader.list(place, rightList) ?? []).flatMap((item) => readNamed(reader, item, taken) ?? []);
  const given = new Map(
    read.flatMap(({ name }, at): readonly (readonly [number, string])[] =>
      name === null ? [] : [[at, name]],
    ),
  );
  const names = poolNames(
    read.map(({ entry }) => entry.url),
    given,
  );
  return read.map(({ entry }, at) => ({ name: names[at] ?? entry.url.host, entry }));
}

function readNamed(reader: NodeReader, place: Place, taken: Set<string>): Read | null {
  const fields = ['url', 'address', 'name', 'kind', 'json'] as const;
  const read = readPoolFields(reader, place, fields, ['url', 'address'], rightItem);
  if (read === null) return null;
  const { name = null } = read.given;
  const at = read.places.get('name') ?? place;
  if (name !== null && !isName(name)) reader.problem(at, `not a name; give ${rightName}`);
  else if (name !== null && taken.has(name))
    reader.problem(at, 'another pool has this name; give each its own');
  else if (name !== null && name === read.given.address) reader.problem(at, addressAsName);
  if (name !== null) taken.add(name);
  const checked = checkPoolEntry(read.given);
  if ('entry' in checked) return read.right ? { entry: checked.entry, name } : null;
  read.tell(checked.problems);
  return null;
}
