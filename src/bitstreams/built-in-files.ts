import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInOf } from './built-in.ts';

const folder = fileURLToPath(new URL('./formats/', import.meta.url));

/** What comes with the tool. The build puts what was read of the files in the place of this. */
export const builtIn = builtInOf(textsIn(join(folder, 'parts')), textsIn(folder));

function textsIn(of: string): ReadonlyMap<string, string> {
  const files = readdirSync(of).filter((file) => file.endsWith('.yaml'));
  return new Map(files.sort().map((file) => [basename(file, '.yaml'), readFileSync(join(of, file), 'utf8')]));
}
