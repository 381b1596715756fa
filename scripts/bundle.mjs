import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * The program in one file, and in it that of the worker that serves the web.
 *
 * @param {string} entry
 * @param {string} workerEntry
 * @returns {Promise<{ program: string, worker: string, inputs: readonly string[] }>} and the paths of what is in them
 */
export async function bundleProgram(entry = 'src/fpga-tee.ts', workerEntry = 'src/web/worker.ts') {
  const worker = await bundle(workerEntry, { format: 'cjs' });
  const program = await bundle(entry, {
    format: 'esm',
    // It has a part in machine code for each system, and is loaded only to start a miner.
    external: ['@lydell/node-pty'],
    // As a string of its own length it would take six megabytes of memory.
    define: {
      PACKED_WEB_WORKER: packed(worker.text),
      PACKED_DASHBOARDS: packed(JSON.stringify(await dashboardTexts())),
    },
    banner: {
      // CommonJS packages in the bundle ask for Node's own modules with require.
      js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
    },
  });
  const inputs = [...new Set([...program.inputs, ...worker.inputs])];
  return { program: program.text, worker: worker.text, inputs };
}

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
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [entryPoint],
    outfile: 'fpga-tee.js',
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
      readFormats(),
      meowWithoutPackages(),
      promClientWithoutOthers(),
      yamlWhenAsked(),
      nodeWhenAsked('crypto', 'dns/promises', 'http', 'https', 'readline', 'tls', 'worker_threads', 'zlib'),
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
 * The formats as what was read of their files, so that starting the program takes no YAML. A file with a mistake, or with
 * a sample that fails, ends the build.
 *
 * @returns {import('esbuild').Plugin}
 */
export function readFormats() {
  return {
    name: 'read-formats',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]bitstreams[\\/]built-in-files\.ts$/ }, async ({ path: file }) => {
        const reader = await build({
          entryPoints: [file.replace(/-files\.ts$/, '.ts')],
          write: false,
          bundle: true,
          platform: 'node',
          format: 'esm',
          banner: {
            js: "import{createRequire}from'node:module';const require=createRequire(process.cwd()+'/');",
          },
        });
        const code = Buffer.from(reader.outputFiles[0]?.contents ?? []).toString('base64');
        const { builtInOf } = await import(`data:text/javascript;base64,${code}`);
        const folder = path.join(path.dirname(file), 'formats');
        const parts = await textsIn(path.join(folder, 'parts'));
        const formats = await textsIn(folder);
        try {
          const builtIn = builtInOf(parts, formats);
          // A text that is parsed is faster than code.
          return {
            contents: `export const builtIn = JSON.parse(${JSON.stringify(JSON.stringify(builtIn))});`,
          };
        } catch (error) {
          // Without its stack, which has all of the text above in it.
          const text = error instanceof Error ? error.message : String(error);
          return { errors: [{ text: `src/bitstreams/${text}` }] };
        }
      });
    },
  };
}

/** @param {string} folder */
async function textsIn(folder) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  return new Map(
    await Promise.all(
      files.map(
        async (file) =>
          /** @type {const} */ ([
            path.basename(file, '.yaml'),
            await readFile(path.join(folder, file), 'utf8'),
          ]),
      ),
    ),
  );
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

/**
 * YAML is made ready by the first file of it that is read: most starts read none, and wait for nothing of it.
 *
 * @returns {import('esbuild').Plugin}
 */
function yamlWhenAsked() {
  const namespace = 'when-asked';
  return {
    name: 'yaml-when-asked',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^yaml$/ }, ({ path, namespace: from }) =>
        from === namespace ? null : { path, namespace },
      );
      onLoad({ filter: /.*/, namespace }, async () => {
        const names = Object.keys(await import('yaml')).filter((name) => name !== 'default');
        const getters = names.map((name) => `get ${name}() { return require('yaml').${name}; }`);
        return { contents: `module.exports = { ${getters.join(', ')} };`, resolveDir: process.cwd() };
      });
    },
  };
}

/**
 * Modules of Node that only parts need which are loaded later: as they stand in one file they would all be loaded before
 * its first line.
 *
 * @param {readonly string[]} names
 * @returns {import('esbuild').Plugin}
 */
function nodeWhenAsked(...names) {
  const namespace = 'node-when-asked';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^node:(?:${names.join('|')})$`) }, ({ path, namespace: from }) =>
        from === namespace ? null : { path, namespace },
      );
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({
        contents: `module.exports = require('${path}');`,
      }));
    },
  };
}

/**
 * Of prom-client only gauges, counters and the registry: the rest is a fifth of the web worker, and of its memory.
 *
 * @returns {import('esbuild').Plugin}
 */
function promClientWithoutOthers() {
  const filter = /[\\/]prom-client[\\/]lib[\\/](?:defaultMetrics|pushgateway|cluster|summary)\.js$/;
  return {
    name: 'prom-client-without-others',
    setup({ onLoad }) {
      onLoad({ filter }, () => ({ contents: 'module.exports = class {};' }));
    },
  };
}
