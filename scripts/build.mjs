// Makes the published program: everything in one file, because start-up is half of the first impression.
//
//   node scripts/build.mjs                                     dist/fpga-tee.js
//   node scripts/build.mjs <entry> <folder> <worker's entry>   the same with other entries, for tests
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { licensesOf } from './licenses.mjs';

const [entry = 'src/fpga-tee.ts', folder = 'dist', workerEntry = 'src/web/worker.ts'] = process.argv.slice(2);
const target = `${folder}/fpga-tee.js`;

const worker = await bundle(workerEntry, { format: 'cjs' });
const program = await bundle(entry, {
  format: 'esm',
  // It has a part in machine code for each system, and is loaded only to start a miner.
  external: ['@lydell/node-pty'],
  define: { WEB_WORKER_PROGRAM: JSON.stringify(worker.text) },
  banner: {
    // CommonJS packages in the bundle ask for Node's own modules with require.
    js: "#!/usr/bin/env node\nimport{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
  },
});
await mkdir(folder, { recursive: true });
// In one step, so that nobody ever starts half a program.
await writeFile(`${target}.tmp`, program.text, { mode: 0o755 });
await rename(`${target}.tmp`, target);
await writeFile(
  `${folder}/licenses.txt`,
  await licensesOf([...new Set([...program.inputs, ...worker.inputs])]),
);
const size = (/** @type {string} */ text) => `${Math.round(text.length / 1024)} KiB`;
process.stdout.write(`${target}: ${size(program.text)}, of it the web worker ${size(worker.text)}\n`);

/**
 * @param {string} entryPoint
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(entryPoint, options) {
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [entryPoint],
    outfile: target,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    metafile: true,
    legalComments: 'none',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      ...options.define,
    },
    plugins: [
      withoutLookAtStdout(),
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
  const [output] = outputFiles ?? [];
  if (output === undefined || metafile === undefined) throw new Error('esbuild made nothing');
  return { text: output.text, inputs: Object.keys(metafile.inputs) };
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
 * Looking at `process.stdout` alone makes the pipe that it is non-blocking, for all who share it (see above). What meow
 * brings along does so to know about colours that it is never asked for.
 *
 * @returns {import('esbuild').Plugin}
 */
function withoutLookAtStdout() {
  const look = '(p.stdout || {}).isTTY';
  return {
    name: 'without-look-at-stdout',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]meow[\\/]build[\\/]dependencies\.js$/ }, async ({ path }) => {
        const contents = await readFile(path, 'utf8');
        if (!contents.includes(look)) throw new Error(`${look} is not in ${path} any more`);
        return { contents: contents.replaceAll(look, 'false') };
      });
    },
  };
}
