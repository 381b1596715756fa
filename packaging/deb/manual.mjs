// The manual page, made of the same rows as --help.
import { build } from 'esbuild';

/**
 * @param {string} version
 * @param {string} date as it stands in the changelog
 * @returns {Promise<string>} the page in roff
 */
export async function manualPage(version, date) {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "export { explainedOptions, introOf } from './src/options/help.ts'; export { subcommands } from './src/options/row.ts'",
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    loader: { '.yaml': 'text' },
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(process.cwd()+'/');" },
    define: {
      'import.meta.url': JSON.stringify(
        new URL('../../src/bitstreams/built-in-files.ts', import.meta.url).href,
      ),
    },
  });
  const code = Buffer.from(outputFiles[0]?.text ?? '').toString('base64');
  const { explainedOptions, introOf, subcommands } = await import(`data:text/javascript;base64,${code}`);
  const commands = ['tee', ...subcommands];
  const intro = introOf('tee');
  const sections = commands.flatMap((command) => [
    `.SH ${command === 'tee' ? 'OPTIONS' : `OPTIONS OF ${command.toUpperCase()}`}`,
    ...explainedOptions(command).flatMap((/** @type {{ names: string, help: string }} */ { names, help }) => [
      '.TP',
      `.B ${roff(names)}`,
      roff(help),
    ]),
  ]);
  return [
    `.TH FPGA-TEE 1 "${date}" "fpga-tee ${version}"`,
    '.SH NAME',
    'fpga-tee \\- tee for FPGA miners: console, log, statistics and metrics at once',
    '.SH SYNOPSIS',
    '.nf',
    ...(intro.split('Usage:\n')[1] ?? '').split('\n').map(roff),
    '.fi',
    '.SH DESCRIPTION',
    roff(intro.split('\n\nUsage:')[0] ?? ''),
    ...sections,
    '',
  ].join('\n');
}

/** @param {string} text */
function roff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}
