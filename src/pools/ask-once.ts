import { age, hashrate, plural } from '../readings/format.ts';
import { coins } from '../rig/pool-words.ts';
import type { Clock, Timers } from '../time.ts';
import { createPool } from './create.ts';
import type { PoolEntry } from './entry.ts';
import { type Polled, poll } from './poll.ts';
import type { PoolKind } from './pool.ts';

/** Asks the pool as `--pool` does. */
export function askOnce(entry: PoolEntry, clock: Clock, timers: Timers): Promise<Polled> {
  return poll(createPool(entry), entry.address, { clock, timers, signal: new AbortController().signal });
}

/** 0 when the pool told something of the address, else 1. */
export function exitCodeOf(asked: Polled): 0 | 1 {
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
export function textOf(host: string, asked: Polled): string {
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
  if (reading.lastShareAt !== null) rows.push(['last share', `${age(at.wall - reading.lastShareAt)} ago`]);
  if (reading.balance !== null) rows.push(['owed', coins(reading.balance.amount, reading.balance.currency)]);
  if (reading.shareCount !== null) rows.push(['shares counted', `${reading.shareCount}`]);
  rows.push(['answered in', `${seconds.toFixed(2)} s`]);
  const lines = rows.map(([what, value]) => `  ${what.padEnd(20)} ${value}\n`);
  return `pool ${host}: ${software[reading.kind]}\n${lines.join('')}`;
}

/** The report for programs: SI units, Unix seconds, `null` for what is not known. The address is not in it. */
export function jsonOf(host: string, asked: Polled): string {
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
