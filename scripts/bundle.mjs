import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { build } from 'esbuild';
import {
  inkSooner,
  meowWithoutPackages,
  nodeWhenAsked,
  promClientWithoutOthers,
  readFormats,
  stubs,
  yamlWhenAsked,
} from './bundle-plugins.mjs';
import { firstFile, inParts, laterFolder } from './parts.mjs';

/** What is no part of the bundle: the package for terminals has machine code for each system. */
const later = ['@lydell/node-pty', `./${laterFolder}/*`, `./${firstFile}`];

/**
 * The program, and in it that of the worker that serves the web.
 *
 * @param {string} entry
 * @param {string} workerEntry
 * @returns {Promise<{ files: ReadonlyMap<string, string>, worker: string, inputs: readonly string[] }>} texts by their
 *   paths, and the paths of what is in them
 */
export async function bundleProgram(entry = 'src/fpga-tee.ts', workerEntry = 'src/web/worker.ts') {
  const worker = await bundle(workerEntry, { format: 'cjs', minify: true, plugins: [yamlWhenAsked()] });
  /** @type {Map<string, string>} */
  const whenAsked = new Map();
  /** @type {(name: string, text: string) => string} */
  const put = (name, text) => {
    const { name: stem, ext } = path.parse(name);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
    const file = `${laterFolder}/${stem}-${hash}${ext}`;
    whenAsked.set(file, text);
    return `./${file}`;
  };
  const yaml = await bundle('yaml', { format: 'cjs', minify: true });
  const program = await bundle(entry, {
    format: 'esm',
    splitting: true,
    external: later,
    // As a string of its own length it would take six megabytes of memory.
    define: {
      PACKED_WEB_WORKER: packed(worker.text),
      'import.meta': 'importMeta',
      PACKED_DASHBOARDS: packed(JSON.stringify(await dashboardTexts())),
    },
    plugins: [yamlWhenAsked(put('yaml.cjs', yaml.text)), readFormats(put)],
  });
  const parts = await inParts(program.made, entry, {
    ...usual,
    external: later,
    minify: true,
  });
  const inputs = [...new Set([...program.inputs, ...worker.inputs, ...yaml.inputs])];
  return { files: new Map([...parts, ...whenAsked]), worker: worker.text, inputs };
}

/** @type {import('esbuild').BuildOptions} */
const usual = {
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  // Node 20 knows them all, and makes an expression that stands in the text when it is first used: one with emoji takes long.
  supported: { 'regexp-set-notation': true, 'regexp-unicode-property-escapes': true },
};

/**
 * A text as JavaScript has it, small.
 *
 * @param {string} text
 */
function packed(text) {
  return JSON.stringify(deflateSync(text, { level: 9 }).toString('base64'));
}

/**
 * What users get of the folder `dashboards`, by paths: all but its sources and the tests of the rules.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function dashboardTexts() {
  const files = (await readdir('dashboards', { recursive: true }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.(?:json|yml)$/.test(file) && !file.startsWith('rules/tests/'))
    .sort();
  const texts = files.map(
    async (file) => /** @type {const} */ ([file, await readFile(`dashboards/${file}`, 'utf8')]),
  );
  return Object.fromEntries(await Promise.all(texts));
}

/**
 * @param {string} entryPoint
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(entryPoint, options) {
  const made = await build({
    ...usual,
    ...options,
    entryPoints: [entryPoint],
    outdir: '.',
    write: false,
    bundle: true,
    metafile: true,
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      ...options.define,
    },
    plugins: [
      ...(options.plugins ?? []),
      meowWithoutPackages(),
      promClientWithoutOthers(),
      inkSooner(),
      nodeWhenAsked(
        'child_process',
        'crypto',
        'dns/promises',
        'http',
        'https',
        'perf_hooks',
        'readline',
        'tls',
        'worker_threads',
        'zlib',
      ),
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
  const [output] = made.outputFiles;
  if (output === undefined) throw new Error('esbuild made nothing');
  return { made, text: output.text, inputs: Object.keys(made.metafile.inputs) };
}
