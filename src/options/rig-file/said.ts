import path from 'node:path';
import type { NodeReader, Place } from '../../values/node-reader.ts';
import { file } from '../readers.ts';
import type { OptionRow } from '../row.ts';

/**
 * What a rig file says of options, by their names and as it is written; each is looked at as on the command line. Its
 * problems go to the reader.
 *
 * @param places of the keys
 * @param base absolute directory at which relative paths begin
 */
export function readOptions(
  reader: NodeReader,
  places: ReadonlyMap<string, Place>,
  rows: readonly OptionRow[],
  base: string,
): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const { name, reader: values } of rows) {
    const place = places.get(name);
    if (place === undefined || values === undefined || reader.value(place, values) === null) continue;
    const text = reader.text(place, values.right) ?? '';
    said.set(name, values === file ? path.resolve(base, text) : text);
  }
  return said;
}
