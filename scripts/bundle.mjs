import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * The program in one file.
 *
 * @param {string} entry
 * @returns {Promise<{ program: Uint8Array, inputs: readonly string[] }>} the program, and the paths of what is in it
 */
export async function bundle(entry) {
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    outfile: 'fpga-tee.js',
    write: false,
    bundle: true,
    // It has a part in machine code for each system, and is loaded only to start a miner.
    external: ['@lydell/node-pty'],
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    metafile: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: {
      // CommonJS packages in the bundle ask for Node's own modules with require.
      js: "#!/usr/bin/env node\nimport{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
    },
    plugins: [
      meowWithoutPackages(),
      stubs({
        'react-devtools-core': 'export default {};',
        'is-in-ci': 'export default false;',
        ws: 'export default class {}',
        // Importing the module looks at each of its properties, and at process.stdout: that makes the pipe which it is
        // non-blocking for all who share it, the miner too.
        'node:process': 'module.exports = globalThis.process;',
        process: 'module.exports = globalThis.process;',
      }),
    ],
  });
  const [program] = outputFiles;
  if (program === undefined) throw new Error('esbuild made nothing');
  return { program: program.contents, inputs: Object.keys(metafile.inputs) };
}

/**
 * Packages that the program must not bring: Ink's developer tools, and its guess whether anybody watches (it would
 * draw nothing where `CI` is set; the program decides by what stdout is).
 *
 * @param {Record<string, string>} modules
 * @returns {import('esbuild').Plugin}
 */
function stubs(modules) {
  const names = Object.keys(modules).join('|');
  return {
    name: 'stubs',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^(?:${names})$`) }, ({ path }) => ({ path, namespace: 'stub' }));
      onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({ contents: modules[path] ?? '' }));
    },
  };
}

/**
 * Of meow only what parses: its half that looks for a package.json and puts it in order (licence expressions, versions,
 * hosts of git) is never asked, as the program tells its name itself. It would be 13 % of the program, and one of its
 * packages looks at `process.stdout` (see above). The packages stand in one file, written for CommonJS: that calling
 * their wrappers does nothing else has to be said before esbuild leaves out those that nobody asks for.
 *
 * @returns {import('esbuild').Plugin}
 */
function meowWithoutPackages() {
  const wrapperCall = /^((?:var|const) [\w$]+ = )(?=(?:require\w+(?:\$\d)?|getDefaultExportFromCjs)\()/gm;
  return {
    name: 'meow-without-packages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/dependencies\.js$/ }, ({ path, importer }) =>
        /[\\/]meow[\\/]build[\\/]options\.js$/.test(importer) ? { path, namespace: 'no-package' } : null,
      );
      // readPackageUpSync and normalizePackageData.
      onLoad({ filter: /.*/, namespace: 'no-package' }, () => ({
        contents: 'export const a = () => undefined; export const n = () => {};',
      }));
      onLoad({ filter: /[\\/]meow[\\/]build[\\/]dependencies\.js$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(wrapperCall, '$1/* @__PURE__ */ '),
      }));
    },
  };
}
