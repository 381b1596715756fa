// The program in parts: a first one with all that a start takes until the miner's first bytes have gone their way, and what
// is loaded later. esbuild alone would put what they share into dozens of files, each of which a start would wait for.
import path from 'node:path';
import { build } from 'esbuild';

/** @typedef {NonNullable<import('esbuild').Metafile>['outputs']} Outputs */

/** The folder of the later parts, beside the first one. */
export const laterFolder = 'parts';
/** The first part's file. */
export const firstFile = 'program.mjs';

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

/**
 * CommonJS packages ask for Node's own modules with require, and what is read when it is asked for has its path from here.
 *
 * @param {string} folder
 */
function requireFrom(folder) {
  return `import{createRequire as __cr}from'node:module';const require=__cr(new URL('${folder}/',import.meta.url));`;
}

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
  const exportsOf = new Map(
    Object.entries(outputs).map(([file, made]) => [path.basename(file), made.exports]),
  );
  const first = namesOfFirst(outputs, entryPoint);
  const [main = '', ...others] = first;
  /** Two files may export the same name. @type {(file: string, name: string) => string} */
  const unique = (file, name) => `${path.basename(file, '.js').replace(/\W/g, '_')}_${name}`;
  /** @type {(file: string, words: (name: string) => string) => string} */
  const namesOf = (file, words) => (exportsOf.get(file) ?? []).map(words).join(', ');

  /** @type {(isFirst: boolean) => import('esbuild').Plugin} */
  const files = (isFirst) => ({
    name: 'files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path: from, kind }) => {
        const name = path.basename(from);
        if (kind === 'entry-point') return { path: name, namespace: isFirst ? 'first' : 'made' };
        const inFirst = first.has(name);
        if (inFirst) return { path: name, namespace: isFirst ? 'made' : 'from-first' };
        const place = isFirst ? `./${laterFolder}` : '.';
        return { path: `${place}/${path.basename(name, '.js')}.mjs`, external: true };
      });
      onResolve({ filter: /^first$/ }, () => ({ path: `../${firstFile}`, external: true }));
      onLoad({ filter: /.*/, namespace: 'made' }, ({ path: name }) => ({ contents: texts.get(name) ?? '' }));
      // The entry point, and all that later parts share with it.
      onLoad({ filter: /.*/, namespace: 'first' }, () => {
        const shared = others.map(
          (name) =>
            `export { ${namesOf(name, (one) => `${one} as ${unique(name, one)}`)} } from './${name}';`,
        );
        return { contents: [`import './${main}';`, ...shared].join('\n'), resolveDir: '/' };
      });
      onLoad({ filter: /.*/, namespace: 'from-first' }, ({ path: name }) => ({
        contents: `export { ${namesOf(name, (one) => `${unique(name, one)} as ${one}`)} } from 'first';`,
      }));
    },
  });
  const later = [...texts.keys()].filter((name) => !first.has(name));
  /** @type {(names: readonly string[], isFirst: boolean) => Promise<readonly import('esbuild').OutputFile[]>} */
  const made = async (names, isFirst) =>
    (
      await build({
        ...options,
        banner: { js: requireFrom(isFirst ? '.' : '..') },
        entryPoints: names.map((name) => ({ in: `./${name}`, out: path.basename(name, '.js') })),
        outdir: '.',
        outExtension: { '.js': '.mjs' },
        write: false,
        bundle: true,
        plugins: [files(isFirst)],
      })
    ).outputFiles;
  const [[program], parts] = await Promise.all([made([main], true), made(later, false)]);
  return new Map([
    [firstFile, program?.text ?? ''],
    ...parts.map((part) => /** @type {const} */ ([`${laterFolder}/${path.basename(part.path)}`, part.text])),
  ]);
}
