// What a single executable begins with. The program is an ES module with a package in machine code beside it (for the
// terminals of `run`), and both must be files: they are unpacked once into a folder of the user's own, and started there.
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const module_ = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { getAsset, getRawAsset } = require('node:sea');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');

const program = 'fpga-tee.mjs';
/** Path of each file with its SHA-256. */
const files = JSON.parse(getAsset('files.json', 'utf8'));
const version = createHash('sha256').update(getAsset('files.json', 'utf8')).digest('hex').slice(0, 16);

/** Where the files may be put, the best place first. */
function places() {
  const { env } = process;
  const home =
    process.platform === 'win32'
      ? env['LOCALAPPDATA']
      : (env['XDG_CACHE_HOME'] ?? (env['HOME'] && path.join(env['HOME'], '.cache')));
  const user = process.getuid?.() ?? os.userInfo().username;
  return [
    ...(home ? [path.join(home, 'fpga-tee', 'program')] : []),
    path.join(os.tmpdir(), `fpga-tee-${user}`),
    path.join(path.dirname(process.execPath), 'fpga-tee-files'),
  ];
}

/** Puts the files there that are not there yet; what somebody else has put there, or changed, is not used. */
function unpackInto(folder) {
  // The folder around it as well: who may write there could put another one in its place.
  for (const one of [path.dirname(folder), folder]) {
    fs.mkdirSync(one, { recursive: true, mode: 0o700 });
    const { uid, mode } = fs.lstatSync(one);
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    if (!mine) throw new Error(`${one} belongs to somebody else, or others may write to it`);
  }
  for (const [name, hash] of Object.entries(files)) {
    const file = path.join(folder, name);
    if (hashOf(file) === hash) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const next = `${file}.${process.pid}`;
    fs.writeFileSync(next, Buffer.from(getRawAsset(name)), { mode: 0o700 });
    fs.renameSync(next, file);
  }
}

function hashOf(file) {
  try {
    return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  } catch {
    return null;
  }
}

function unpacked() {
  const failures = [];
  for (const place of places()) {
    const folder = path.join(place, version);
    try {
      unpackInto(folder);
      return folder;
    } catch (error) {
      failures.push(error.message);
    }
  }
  throw new Error(`no folder to unpack the program into: ${failures.join('; ')}`);
}

function start() {
  const folder = unpacked();
  // Only the first start pays for compiling the program.
  module_.enableCompileCache?.(path.join(folder, 'compiled'));
  // Whoever starts the program again gives its file, as to Node; so does the package for terminals with one of its own.
  const [own, , first = '', ...rest] = process.argv;
  const inside = Object.keys(files).some((name) =>
    [name, name.replace(/\.js$/, '')].some((one) => path.join(folder, one) === first),
  );
  const entry = inside ? first : path.join(folder, program);
  process.argv = [own, entry, ...(inside ? rest : process.argv.slice(2))];
  const file = fs.existsSync(entry) ? entry : `${entry}.js`;
  const script = new vm.Script(`import(${JSON.stringify(pathToFileURL(file).href)})`, {
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  // Node says that this is experimental, each time; it is the same import as everywhere.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return script.runInThisContext();
  } finally {
    process.emitWarning = emitWarning;
  }
}

Promise.resolve()
  .then(start)
  .catch((error) => {
    process.stderr.write(`fpga-tee: ${error?.message ?? error}\n`);
    process.exit(1);
  });
