import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../run.mjs';

/**
 * @typedef {{ executable: string, papers: string, version: string, out: string, work: string, level: number }} Options
 */

/**
 * The archive of a HiveOS custom miner: what follows its last hyphen is the version.
 *
 * @param {Options} options
 */
export async function buildHive(options) {
  await archive(options, 'packaging/hive/fpga-tee', 'hive', `fpga-tee-${options.version}.tar.gz`);
}

/**
 * The archive of an external miner of mmpOS.
 *
 * @param {Options} options
 */
export async function buildMmpos(options) {
  await archive(options, 'packaging/hive/mmpos', 'mmpos', `fpga-tee-mmpos-${options.version}.tar.gz`);
}

/**
 * @param {Options} options
 * @param {string} scripts
 * @param {string} kind
 * @param {string} name
 */
async function archive({ executable, papers, version, out, work, level }, scripts, kind, name) {
  const root = path.join(work, kind);
  const folder = path.join(root, 'fpga-tee');
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(scripts)) {
    const target = path.join(folder, file);
    writeFileSync(target, readFileSync(path.join(scripts, file), 'utf8').replaceAll('@VERSION@', version));
    chmodSync(target, file.endsWith('.sh') ? 0o755 : 0o644);
  }
  for (const paper of ['LICENSE.txt', 'LICENSE-node.txt', 'licenses.txt'])
    copyFileSync(path.join(papers, paper), path.join(folder, paper));
  copyFileSync(executable, path.join(folder, 'fpga-tee'));
  chmodSync(path.join(folder, 'fpga-tee'), 0o755);
  const packer = `gzip -n -${level}`;
  await run('tar', [
    ...['-C', root, '--owner=0', '--group=0', '-I', packer],
    ...['-cf', path.join(out, name), 'fpga-tee'],
  ]);
}
