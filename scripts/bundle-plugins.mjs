// What the bundle leaves out, has made ready, or loads when it is asked for.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Packages that the program must not bring: Ink's developer tools, and its guess whether anybody watches (it would
 * draw nothing where `CI` is set; the program decides by what stdout is).
 *
 * @param {Record<string, string>} modules
 * @returns {import('esbuild').Plugin}
 */
export function stubs(modules) {
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
 * a sample that fails, ends the build. What only printing a format or extending it takes goes into a file of its own.
 *
 * @param {(name: string, text: string) => string} put takes a file for later, and says from where to require it
 * @returns {import('esbuild').Plugin}
 */
export function readFormats(put) {
  /** @type {Promise<import('../src/bitstreams/built-in.ts').BuiltIn> | null} */
  let reading = null;
  // A text that is parsed is faster than code.
  const parsed = (/** @type {unknown} */ value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
  return {
    name: 'read-formats',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]bitstreams[\\/]built-in-(?:files|needed)\.ts$/ }, async ({ path: file }) => {
        try {
          reading ??= builtInIn(path.dirname(file));
          const { formats, sources, needed } = await reading;
          if (file.endsWith('needed.ts'))
            return { contents: `export const builtInNeeded = new Map(${parsed(needed)});` };
          // The samples were asked here.
          const asked = formats.map((format) => ({ ...format, samples: [] }));
          const from = put('formats.json', JSON.stringify(sources));
          return {
            contents: `
              export const builtInFormats = ${parsed(asked)};
              export const builtInSources = () => require('${from}');`,
          };
        } catch (error) {
          // Without its stack, which has all of the text of the reader in it; once is enough.
          const text = error instanceof Error ? error.message : String(error);
          return file.endsWith('needed.ts') ? null : { errors: [{ text: `src/bitstreams/${text}` }] };
        }
      });
    },
  };
}

/**
 * @param {string} folder
 * @returns {Promise<import('../src/bitstreams/built-in.ts').BuiltIn>}
 */
async function builtInIn(folder) {
  const reader = await build({
    entryPoints: [path.join(folder, 'built-in.ts')],
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
  const formats = path.join(folder, 'formats');
  return builtInOf(await textsIn(path.join(formats, 'parts')), await textsIn(formats));
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
export function meowWithoutPackages() {
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
        contents: (await readFile(path, 'utf8'))
          .replace(wrapperCall, '$1/* @__PURE__ */ ')
          .replace(/^(?=promisify\()/m, '/* @__PURE__ */ '),
      }));
    },
  };
}

/**
 * YAML is made ready by the first file of it that is read: most starts read none, and wait for nothing of it.
 *
 * @param {string} from where it is required from
 * @returns {import('esbuild').Plugin}
 */
export function yamlWhenAsked(from = 'yaml') {
  const namespace = 'when-asked';
  return {
    name: 'yaml-when-asked',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^yaml$/ }, ({ path, namespace: importer }) =>
        importer === namespace ? null : { path, namespace },
      );
      onLoad({ filter: /.*/, namespace }, () => ({ contents: whenAsked(from), resolveDir: process.cwd() }));
    },
  };
}

/**
 * A module that requires another one when something of it is asked for: it has nothing of its own, which would be copied.
 *
 * @param {string} from where it is required from
 */
function whenAsked(from) {
  return `module.exports = Object.create(new Proxy({}, { get: (_, name) => require('${from}')[name] }));`;
}

/**
 * Modules of Node that a start does not need before the first bytes have gone their way.
 *
 * @param {readonly string[]} names
 * @returns {import('esbuild').Plugin}
 */
export function nodeWhenAsked(...names) {
  const namespace = 'node-when-asked';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^node:(?:${names.join('|')})$`) }, ({ path, namespace: from }) =>
        from === namespace ? null : { path, namespace },
      );
      onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: whenAsked(path) }));
    },
  };
}

/**
 * Of prom-client only gauges, counters and the registry: the rest is a fifth of the web worker, and of its memory.
 *
 * @returns {import('esbuild').Plugin}
 */
export function promClientWithoutOthers() {
  const filter = /[\\/]prom-client[\\/]lib[\\/](?:defaultMetrics|pushgateway|cluster|summary)\.js$/;
  return {
    name: 'prom-client-without-others',
    setup({ onLoad }) {
      onLoad({ filter }, () => ({ contents: 'module.exports = class {};' }));
    },
  };
}

/**
 * Ink without what takes a start longest: its layout would be fetched, like a page, from the text that it is in, for which
 * Node loads its HTTP client; and how wide a text is asks ICU, also where the panel's own table knows.
 *
 * @returns {import('esbuild').Plugin}
 */
export function inkSooner() {
  return {
    name: 'ink-sooner',
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /[\\/]yoga-wasm-base64-esm\.js$/ }, async ({ path: file }) => ({
        contents: (await readFile(file, 'utf8')).replaceAll('typeof fetch', '"undefined"'),
      }));
      const segmenters =
        /[\\/](?:string-width[\\/]index|slice-ansi[\\/]tokenize-ansi|ansi-tokenize[\\/]build[\\/]tokenize)\.js$/;
      onLoad({ filter: segmenters }, async ({ path: file }) => ({
        contents: (await readFile(file, 'utf8')).replace(
          /^const (\w+) = new Intl\.Segmenter\(.*\);$/m,
          `import { graphemes as $1 } from ${JSON.stringify(path.resolve('src/lines/graphemes.ts'))};`,
        ),
      }));
      onResolve({ filter: /^string-width$/ }, ({ importer }) =>
        /[\\/]ink[\\/]build[\\/]|[\\/]widest-line[\\/]/.test(importer)
          ? { path: path.resolve('src/panel/text-width.ts') }
          : null,
      );
    },
  };
}
