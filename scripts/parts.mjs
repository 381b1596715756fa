// The program in parts: a first one with all that a start takes until the miner's first bytes have gone their way, and what
// is loaded later. esbuild alone would put what they share into dozens of files, each of which a start would wait for.
import path from 'node:path';
import { build } from 'esbuild';

/** @typedef {NonNullable<import('esbuild').Metafile>['outputs']} Outputs */

/** The folder of the later parts, beside the first one. */
export const laterFolder = 'parts';
/** The first part's file. */
export const firstFile = 'program.cjs';

/**
 * What the entry point imports without `import()`, at once or by others.
 *
 * @param {Outputs} outputs
 * @param {string} entryPoint
 * @returns {ReadonlySet<string>} file names
 */
function namesOfFirst(outputs, entryPoint) {
  const [entry = ''] = Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === entryPoint);
  const found = new Set([entry]);
  for (const file of found)
    for (const { path: imported, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && outputs[imported] !== undefined) found.add(imported);
  return new Set([...found].map((file) => path.basename(file)));
}

/** CommonJS has none, and meow asks for it. */
const importMetaHere = "const importMeta={url:require('node:url').pathToFileURL(__filename).href};";
/** Like require in the first part, which has what is read when it is asked for by its path from there. */
const requireThere =
  "import{createRequire as __cr}from'node:module';const require=__cr(new URL('../',import.meta.url)),importMeta=import.meta;";

/**
 * Puts what esbuild has split anew together.
 *
 * @param {import('esbuild').BuildResult} split
 * @param {string} entryPoint
 * @param {import('esbuild').BuildOptions} options of the last step
 * @returns {Promise<ReadonlyMap<string, string>>} texts by their paths beside the program
 */
export async function inParts({ outputFiles = [], metafile }, entryPoint, options) {
  const outputs = metafile?.outputs ?? {};
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
  const first = namesOfFirst(outputs, entryPoint);
  const [main = '', ...others] = first;

  /** @type {(isFirst: boolean) => import('esbuild').Plugin} */
  const files = (isFirst) => ({
    name: 'files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path: from, kind }) => {
        const name = path.basename(from);
        if (kind === 'entry-point') return { path: name, namespace: isFirst ? 'first' : 'made' };
        if (first.has(name)) return { path: name, namespace: isFirst ? 'made' : 'from-first' };
        const place = isFirst ? `./${laterFolder}` : '.';
        return { path: `${place}/${path.basename(name, '.js')}.mjs`, external: true };
      });
      onLoad({ filter: /.*/, namespace: 'made' }, ({ path: name }) => ({ contents: texts.get(name) ?? '' }));
      // The entry point, and all that later parts share with it.
      onLoad({ filter: /.*/, namespace: 'first' }, () => ({
        contents: [
          `import './${main}';`,
          ...others.map((name, at) => `export * as shared${at} from './${name}';`),
        ].join('\n'),
        resolveDir: '/',
      }));
      onLoad({ filter: /.*/, namespace: 'from-first' }, ({ path: name }) => ({
        contents: `module.exports = require('./${firstFile}').shared${others.indexOf(name)};`,
      }));
    },
  });
  const later = [...texts.keys()].filter((name) => !first.has(name));
  /** @type {(names: readonly string[], isFirst: boolean) => Promise<readonly import('esbuild').OutputFile[]>} */
  const made = async (names, isFirst) => {
    const { outputFiles: written } = await build({
      ...options,
      entryPoints: names.map((name) => ({ in: `./${name}`, out: path.basename(name, '.js') })),
      outdir: '.',
      outExtension: { '.js': isFirst ? '.cjs' : '.mjs' },
      // What waits while it is loaded, as a part of Ink does, has to be a module; getting modules ready takes a start some time.
      format: isFirst ? 'cjs' : 'esm',
      banner: { js: isFirst ? importMetaHere : requireThere },
      write: false,
      bundle: true,
      plugins: [files(isFirst)],
    });
    return written;
  };
  const [[program], parts] = await Promise.all([made([main], true), made(later, false)]);
  return new Map([
    [firstFile, program?.text ?? ''],
    ...parts.map((part) => /** @type {const} */ ([`${laterFolder}/${path.basename(part.path)}`, part.text])),
  ]);
}
