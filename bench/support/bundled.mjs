// The program's own parts, put together without a process around them.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { readFormats, stubs } from '../../scripts/bundle-plugins.mjs';

/**
 * A module with all that it imports, as a file of the workplace.
 *
 * @param {import('./workplace.mjs').Workplace} place
 * @param {string} entry
 * @returns {Promise<string>} the file
 */
export async function bundled(place, entry) {
  const file = place.file(`${path.parse(entry).name}.mjs`);
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: `import{createRequire}from'node:module';const require=createRequire('${file}');` },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    plugins: [
      readFormats((name, text) => {
        mkdirSync(path.dirname(place.file(name)), { recursive: true });
        writeFileSync(place.file(name), text);
        return place.file(name);
      }),
      stubs({
        'react-devtools-core': 'export default {};',
        'is-in-ci': 'export default false;',
        ws: 'export default class {}',
      }),
    ],
  });
  return file;
}
