// What a single executable begins with. The program has parts that are loaded when they are wanted, and a package in machine
// code (for the terminals of `run`). All must be files: they are unpacked once into a folder of the user's own, and started there.
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const module_ = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { getAsset, getRawAsset } = require('node:sea');

const program = 'program.cjs';
/** Path of each file with its SHA-256. */
const files = JSON.parse(getAsset('files.json', 'utf8'));
const isMachineCode = (name) => name.endsWith('.node');
const machineCodeFirst = Object.entries(files).sort(
  ([one], [other]) => Number(isMachineCode(other)) - Number(isMachineCode(one)),
);
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

/**
 * Puts the files there that are not there yet; what somebody else has put there, or changed, is not used.
 *
 * @returns whether the version was not there before
 */
function unpackInto(folder, mayBeNoexec) {
  // The folder around it as well: who may write there could put another one in its place.
  for (const one of [path.dirname(folder), folder]) {
    fs.mkdirSync(one, { recursive: true, mode: 0o700 });
    const { uid, mode } = fs.lstatSync(one);
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    if (!mine) throw new Error(`${one} belongs to somebody else, or others may write to it`);
  }
  // First, so that nobody takes the folder for an old one.
  markUse(folder);
  let isNew = false;
  for (const [name, hash] of machineCodeFirst) {
    const file = path.join(folder, name);
    if (hashOf(file) !== hash) {
      isNew = true;
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const next = `${file}.${process.pid}`;
      fs.writeFileSync(next, Buffer.from(getRawAsset(name)), { mode: 0o700 });
      fs.renameSync(next, file);
    }
    // Where a file system is mounted noexec, machine code can't be loaded, and this fails for root too.
    if (!mayBeNoexec && isMachineCode(name)) fs.accessSync(file, fs.constants.X_OK);
  }
  return isNew;
}

/** A file for each process that uses a version: a thread or a child may read the files at any time. */
function markUse(folder) {
  const marks = path.join(folder, 'used');
  const mark = path.join(marks, String(process.pid));
  fs.mkdirSync(marks, { recursive: true, mode: 0o700 });
  // Few were killed, as a rule.
  const names = fs.readdirSync(marks);
  if (names.length > 20)
    for (const name of names) if (!isUsedBy(marks, name)) removed(path.join(marks, name));
  fs.writeFileSync(mark, here(), { mode: 0o600 });
  process.on('exit', () => removed(mark));
}

/** Where process numbers mean the same processes: a home folder may be shared with other machines and containers. */
function here() {
  try {
    return `${os.hostname()} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return os.hostname();
  }
}

const hour = 3_600_000;
const year = 365 * 24 * hour;

/** Of processes that can't be seen from here: until a year is over. */
function isUsedBy(marks, name) {
  try {
    const file = path.join(marks, name);
    if (fs.readFileSync(file, 'utf8').trim() !== here()) return ageOf(file) < year;
    process.kill(Number(name), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ageOf(file) {
  return Date.now() - fs.statSync(file).mtimeMs;
}

/** Takes the versions away that nobody uses any more: each is some megabytes. */
function removeOthers(place) {
  for (const name of fs.readdirSync(place)) {
    if (!/^[0-9a-f]{16}(?:\.old)?$/.test(name) || name === version) continue;
    const folder = path.join(place, name);
    try {
      const marks = path.join(folder, 'used');
      const names = fs.existsSync(marks) ? fs.readdirSync(marks) : [];
      if (names.some((one) => isUsedBy(marks, one))) continue;
      // One without a mark may be about to be unpacked.
      if (names.length === 0 && ageOf(fs.existsSync(marks) ? marks : folder) < hour) continue;
      // Windows refuses to rename what is in use, and would take away the half of it otherwise.
      const old = name.endsWith('.old') ? folder : `${folder}.old`;
      if (old !== folder) fs.renameSync(folder, old);
      removed(old);
    } catch {
      // Somebody else is at it, or uses it: the next version tries again.
    }
  }
}

function removed(file) {
  try {
    fs.rmSync(file, { recursive: true, force: true });
  } catch {
    // Then it stays.
  }
}

function hashOf(file) {
  try {
    return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  } catch {
    return null;
  }
}

/** Rather where machine code can be loaded; without it there is all but the terminals of `run`. */
function unpacked() {
  const failures = [];
  for (const mayBeNoexec of [false, true]) {
    for (const place of places()) {
      const folder = path.join(place, version);
      try {
        if (unpackInto(folder, mayBeNoexec)) removeOthers(place);
        return folder;
      } catch (error) {
        failures.push(error.message);
      }
    }
  }
  throw new Error(`no folder to unpack the program into: ${[...new Set(failures)].join('; ')}`);
}

/** Only the first start pays for compiling the program, also if that one is never ended but by force. */
function keepCompiled(folder) {
  module_.enableCompileCache(folder);
  const directory = module_.getCompileCacheDir();
  if (directory === undefined || fs.readdirSync(directory).length > 0) return;
  setTimeout(() => module_.flushCompileCache(), 3000).unref();
}

function start() {
  const folder = unpacked();
  keepCompiled(path.join(folder, 'compiled'));
  // Whoever starts the program again gives its file, as to Node; so does the package for terminals with one of its own.
  const [own, , first = '', ...rest] = process.argv;
  const inside = Object.keys(files).some((name) =>
    [name, name.replace(/\.js$/, '')].some((one) => path.join(folder, one) === first),
  );
  const entry = inside ? first : path.join(folder, program);
  process.argv = [own, entry, ...(inside ? rest : process.argv.slice(2))];
  const file = fs.existsSync(entry) ? entry : `${entry}.js`;
  module_.createRequire(file)(file);
}

Promise.resolve()
  .then(start)
  .catch((error) => {
    process.stderr.write(`fpga-tee: ${error?.message ?? error}\n`);
    process.exit(1);
  });
