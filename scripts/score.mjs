// How much of other miners' output is read right: NAME.log against NAME.json, by the built program.
//
//   npm run score -- <folder> [bitstream]    the bitstream for all; without, auto, and generic for what no format reads
//
// NAME.json has `devices`, by the number that the miner gives them, and `total`, of the process: hashrate, clock,
// temperature, coreVoltage, power, fanRatio (SI units), accepted and rejected. A value that is read and not in there is
// false only for a device, or of a process, of which the truth knows nothing of the kind. What few miners print
// (memoryTemperature, memoryClock, stale) is looked at where the truth tells it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** @typedef {Record<string, number>} Values */
/** @typedef {{ devices: Record<string, Values>, total: Values }} Truth */
/** @typedef {{ last: number | null }} Spread */
/** @typedef {{ index: number | null, shares: number | null, sharesRejected: number | null, sharesStale?: number | null } & Record<string, Spread>} Card */
/** @typedef {{ bitstream: string | null, hashrate: number | null, power: number | null, shares: number | null, sharesRejected: number | null, sharesStale?: number | null, cards: Card[] }} File */

const gauges = ['hashrate', 'clock', 'temperature', 'coreVoltage', 'power', 'fanRatio'];
const seldom = ['memoryTemperature', 'memoryClock'];
const whereTold = [...seldom, 'stale'];

/**
 * What the program reads of logs.
 *
 * @param {readonly string[]} logs
 * @param {string} bitstream
 * @param {string} program
 * @returns {File[]}
 */
function filesOf(logs, bitstream, program) {
  if (logs.length === 0) return [];
  const words = [program, 'check', '--json', '-b', bitstream, ...logs];
  try {
    return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1e9 })).files;
  } catch (error) {
    // 1 says that nothing was recognised.
    if (error instanceof Error && 'stdout' in error) return JSON.parse(String(error.stdout)).files;
    throw error;
  }
}

/**
 * What was read of a file, in the words of its truth.
 *
 * @param {File} file
 * @returns {Truth}
 */
export function readOf(file) {
  /** @param {readonly (readonly [string, number | null | undefined])[]} values */
  const known = (values) => {
    /** @type {Values} */
    const found = {};
    for (const [name, value] of values) if (value !== null && value !== undefined) found[name] = value;
    return found;
  };
  /** @param {{ shares: number | null, sharesRejected: number | null, sharesStale?: number | null }} counts */
  const counts = ({ shares, sharesRejected, sharesStale }) =>
    /** @type {const} */ ([
      ['accepted', shares === null ? null : shares - (sharesRejected ?? 0)],
      ['rejected', sharesRejected],
      ['stale', sharesStale],
    ]);
  const devices = file.cards.map((card, place) => [
    card.index ?? place,
    known([
      ...[...gauges, ...seldom].map((name) => /** @type {const} */ ([name, card[name]?.last])),
      ...counts(card),
    ]),
  ]);
  return {
    devices: Object.fromEntries(devices),
    total: known([['hashrate', file.hashrate], ['power', file.power], ...counts(file)]),
  };
}

/**
 * @param {Truth} truth
 * @param {Truth} found
 */
export function compare(truth, found) {
  const score = { right: 0, wrong: 0, missed: 0, false: 0 };
  /** @type {string[]} */
  const remarks = [];
  /** @param {string} name @param {Values} true_ @param {Values} read_ */
  const look = (name, true_, read_) => {
    for (const [key, value] of Object.entries(true_)) {
      const got = read_[key];
      if (got === undefined) score.missed += 1;
      else if (Math.abs(got - value) <= 1e-6 * Math.max(1, Math.abs(value))) score.right += 1;
      else score.wrong += 1;
      if (got === undefined) remarks.push(`${name} ${key} ${value} missed`);
      else if (Math.abs(got - value) > 1e-6 * Math.max(1, Math.abs(value)))
        remarks.push(`${name} ${key} ${got} is ${value}`);
    }
    for (const key of Object.keys(read_)) {
      if (true_[key] !== undefined || whereTold.includes(key)) continue;
      score.false += 1;
      remarks.push(`${name} ${key} ${read_[key]} false`);
    }
  };
  const names = new Set([...Object.keys(truth.devices), ...Object.keys(found.devices)]);
  for (const name of names) look(name, truth.devices[name] ?? {}, found.devices[name] ?? {});
  look('total', truth.total, found.total);
  return { score, remarks };
}

/**
 * @param {string} folder
 * @param {string} [bitstream]
 * @param {string} [program]
 */
export function scoreOf(folder, bitstream, program = 'dist/fpga-tee.js') {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => name.slice(0, -'.log'.length))
    .sort();
  const logOf = (/** @type {string} */ name) => path.join(folder, `${name}.log`);
  const files = filesOf(names.map(logOf), bitstream ?? 'auto', program);
  const unread = names.filter((_, place) => bitstream === undefined && files[place]?.bitstream === null);
  const byUnits = filesOf(unread.map(logOf), 'generic', program);
  return names.map((name, place) => {
    const truth = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
    const file = byUnits[unread.indexOf(name)] ?? files[place];
    if (file === undefined) throw new Error(`${name}.log was not read`);
    return { name, bitstream: file.bitstream, ...compare(truth, readOf(file)) };
  });
}

if (process.argv[1] === import.meta.filename) {
  const [folder = 'test/fixtures/hosts', bitstream] = process.argv.slice(2);
  const all = scoreOf(folder, bitstream);
  const sum = { right: 0, wrong: 0, missed: 0, false: 0 };
  const row = (/** @type {readonly unknown[]} */ [name, ...cells]) =>
    `${String(name).padEnd(28)}${cells.map((cell) => String(cell).padStart(8)).join('')}\n`;
  process.stdout.write(row(['', 'right', 'wrong', 'missed', 'false']));
  for (const { name, score, remarks, bitstream } of all) {
    for (const key of /** @type {const} */ (['right', 'wrong', 'missed', 'false'])) sum[key] += score[key];
    const told = remarks.length > 0 ? `  ${remarks.slice(0, 6).join('; ')}` : '';
    const counts = row([name, ...Object.values(score)]).trimEnd();
    process.stdout.write(`${counts}  ${bitstream ?? '–'}${told}\n`);
  }
  process.stdout.write(row(['all', ...Object.values(sum)]));
}
