import { age, hashrate, plural } from '../readings/format.ts';
import { coins } from '../rig/pool-words.ts';
import type { Clock, Timers } from '../time.ts';
import { createPool } from './create.ts';
import type { PoolEntry } from './entry.ts';
import { openSession } from './http.ts';
import type { PoolKind, PoolReading } from './pool.ts';
import { PoolProblem, problemWords } from './problem.ts';
import { pollPatience } from './watch.ts';

/** What came of asking a pool once. */
export type Asked =
  | { readonly type: 'reading'; readonly reading: PoolReading; readonly at: number; readonly seconds: number }
  | { readonly type: 'problem'; readonly words: string };

/** Asks the pool as `--pool` does. */
export async function askOnce(entry: PoolEntry, clock: Clock, timers: Timers): Promise<Asked> {
  const controller = new AbortController();
  const session = openSession();
  const cancel = timers.after(pollPatience, () =>
    controller.abort(new PoolProblem(`does not answer within ${pollPatience} s`)),
  );
  const from = clock.monotonic();
  try {
    const io = { session, timers, now: () => clock.wall() };
    const reading = await createPool(entry).poll(io, controller.signal);
    return { type: 'reading', reading, at: clock.wall(), seconds: clock.monotonic() - from };
  } catch (error) {
    return { type: 'problem', words: problemWords(error, entry.address) };
  } finally {
    cancel();
    session.close();
  }
}

/** 0 when the pool told something of the address, else 1. */
export function exitCodeOf(asked: Asked): 0 | 1 {
  return asked.type === 'problem' || asked.reading.addressKnown === false ? 1 : 0;
}

const software: Readonly<Record<PoolKind, string>> = {
  tokenpool: 'tokenpool (0xBitcoin)',
  icemining: 'icemining',
  yiimp: 'yiimp',
  miningcore: 'miningcore',
  json: 'json',
};

/** The report for people. */
export function textOf(host: string, asked: Asked): string {
  if (asked.type === 'problem') return `pool ${host} ${asked.words}\n`;
  const { reading, at, seconds } = asked;
  const rows: (readonly [what: string, value: string])[] = [];
  if (reading.addressKnown === false) rows.push(['address', 'not known to the pool']);
  if (reading.hashrate !== null) rows.push(["the pool's hashrate", hashrate(reading.hashrate)]);
  if (reading.fromShares !== null) {
    const { hashrate: rate, shares, seconds: covered } = reading.fromShares;
    const noise = shares === 0 ? '' : `, ±${Math.ceil(100 / Math.sqrt(shares))} % by chance`;
    rows.push(['by its shares', `${hashrate(rate)} (${plural(shares, 'share')} in ${age(covered)}${noise})`]);
  }
  if (reading.lastShareAt !== null) rows.push(['last share', `${age(at - reading.lastShareAt)} ago`]);
  if (reading.balance !== null) rows.push(['owed', coins(reading.balance.amount, reading.balance.currency)]);
  if (reading.shareCount !== null) rows.push(['shares counted', `${reading.shareCount}`]);
  rows.push(['answered in', `${seconds.toFixed(2)} s`]);
  const lines = rows.map(([what, value]) => `  ${what.padEnd(20)} ${value}\n`);
  return `pool ${host}: ${software[reading.kind]}\n${lines.join('')}`;
}

/** The report for programs: SI units, Unix seconds, `null` for what is not known. The address is not in it. */
export function jsonOf(host: string, asked: Asked): string {
  const reading = asked.type === 'reading' ? asked.reading : null;
  const report = {
    pool: host,
    problem: asked.type === 'problem' ? asked.words : null,
    kind: reading?.kind ?? null,
    addressKnown: reading?.addressKnown ?? null,
    hashrate: reading?.hashrate ?? null,
    fromShares: reading?.fromShares ?? null,
    lastShareAt: reading?.lastShareAt ?? null,
    balance: reading?.balance ?? null,
    shareCount: reading?.shareCount ?? null,
    requestSeconds: asked.type === 'reading' ? asked.seconds : null,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
