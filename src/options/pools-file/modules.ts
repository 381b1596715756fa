import { isMap } from 'yaml';
import { checkPoolAccount, type PoolAccount } from '../../pools/entry.ts';
import type { NodeReader, Place } from '../../values/node-reader.ts';
import { readPoolFields } from '../rig-file/pool-fields.ts';
import { addressAsName, isName, rightName } from './name.ts';

const rightModules = 'a name for each address, and below it the address';
const rightModule = 'an address, and if wanted a kind';

/** The addresses of a file by their names. Its problems go to the reader. */
export function readModules(reader: NodeReader, place: Place): ReadonlyMap<string, PoolAccount> {
  if (isMap(place.node) && place.node.items.length === 0)
    reader.problem(place, `there is none; give ${rightModules}`);
  const modules = new Map<string, PoolAccount>();
  for (const [name, value, offset] of reader.entries(place, rightModules) ?? []) {
    if (!isName(name)) reader.problem({ path: place.path, offset }, `a name that is none; give ${rightName}`);
    const account = readModule(reader, value);
    if (account?.address === name) reader.problem({ path: place.path, offset }, addressAsName);
    if (account !== null) modules.set(name, account);
  }
  return modules;
}

function readModule(reader: NodeReader, place: Place): PoolAccount | null {
  const fields = readPoolFields(reader, place, ['address', 'kind', 'json'], ['address'], rightModule);
  if (fields === null) return null;
  const checked = checkPoolAccount(fields.given);
  if ('account' in checked) return fields.right ? checked.account : null;
  fields.tell(checked.problems);
  return null;
}
