import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInOf, type FormatSources } from './built-in.ts';

const folder = fileURLToPath(new URL('./formats/', import.meta.url));

// The build puts what was read of the files in the place of this one.
const { formats, sources } = builtInOf(textsIn(join(folder, 'parts')), textsIn(folder));

/** The formats that come with the tool. */
export const builtInFormats = formats;

/** What their files say: in the built program only read when somebody asks. */
export const builtInSources = (): FormatSources => sources;

function textsIn(of: string): ReadonlyMap<string, string> {
  const files = readdirSync(of).filter((file) => file.endsWith('.yaml'));
  return new Map(files.sort().map((file) => [basename(file, '.yaml'), readFileSync(join(of, file), 'utf8')]));
}
