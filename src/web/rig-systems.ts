import { emptyGauges, type Gauges } from '../readings/gauges.ts';
import type { CardSnapshot, MinerSnapshot, Snapshot } from '../rig/snapshot.ts';

/*
 * What systems for mining rigs ask a miner for, in their own terms.
 *
 * - HiveOS: minershive/hiveos-linux, hive/miners/custom/README.md
 * - mmpOS: ddobreff/mmpos, the format of its FPGA miners
 */

/** In kH/s; HiveOS takes more for nonsense and counts 0, for which its watchdog starts the rig anew. */
const hiveMost = 999_999_999;
/** In °C; outside of it HiveOS counts 0. */
const hiveTemperatures = { least: -100, most: 200 };

/** The `stats` of a HiveOS custom miner; `null` while nothing was read: its watchdog would take a 0 for a rig that is stuck. */
export function hiveReport(snapshot: Snapshot) {
  const units = unitsOf(snapshot);
  if (units.length === 0) return null;
  const { accepted, rejected } = sharesOf(snapshot);
  const fans = units.map(({ gauges }) => within(Math.round((gauges.fanRatio ?? 0) * 100), 0, 100));
  return {
    total_khs: hiveHashrate(totalOf(snapshot)),
    hs: units.map(({ hashrate }) => hiveHashrate(hashrate)),
    hs_units: 'khs',
    temp: units.map(({ gauges }) => hiveTemperature(gauges.temperature)),
    fan: fans.some((fan) => fan > 0) ? fans : [],
    uptime: uptimeOf(snapshot),
    ar: [accepted, rejected],
    algo: units[0]?.bitstream ?? '',
    ver: snapshot.tee.version,
  };
}

/** What mmpOS takes of an FPGA miner; `null` while nothing was read. */
export function mmposReport(snapshot: Snapshot) {
  const units = unitsOf(snapshot);
  if (units.length === 0) return null;
  const { accepted, rejected } = sharesOf(snapshot);
  const invalid = units.map(({ shares }) => shares.invalid);
  return {
    uid: units.map(({ uid }) => uid),
    hash: units.map(({ hashrate }) => hashrate / 1e6),
    units: 'mhs',
    temp: units.map(({ gauges }) => gauges.temperature),
    voltage: units.map(({ gauges }) => scaled(gauges.coreVoltage, 1e3)),
    watt: units.map(({ gauges }) => gauges.power),
    sclk: units.map(({ gauges }) => scaled(gauges.clock, 1e-6)),
    shares: {
      accepted: units.map(({ shares }) => shares.accepted),
      rejected: units.map(({ shares }) => shares.rejected),
      invalid,
    },
    air: [accepted, invalid.reduce((sum, one) => sum + one, 0), rejected],
    miner_name: 'fpga-tee',
    miner_version: snapshot.tee.version,
  };
}

/** What has a hashrate of its own: a card, or a miner that tells of no card. */
interface Unit {
  readonly uid: string;
  readonly bitstream: string | null;
  /** H/s; 0 when it is silent. */
  readonly hashrate: number;
  readonly gauges: Gauges;
  readonly shares: { readonly accepted: number; readonly rejected: number; readonly invalid: number };
}

function unitsOf({ rig }: Snapshot): readonly Unit[] {
  const withCards = new Set(rig.cards.map(({ source }) => source));
  const without = rig.miners.filter((miner) => !withCards.has(miner.source) && tellsOfItself(miner));
  return [...rig.cards.map(cardUnit), ...without.map(minerUnit)];
}

/** One that has counted shares and is silent now has made something before; one that only starts has not. */
function tellsOfItself({ up, process }: MinerSnapshot): boolean {
  return process.hashrate !== null || (!up && process.shares !== null);
}

function cardUnit(card: CardSnapshot): Unit {
  const { dna, name, bitstream, gauges, totals } = card;
  const rejected = totals.sharesRejected ?? 0;
  return {
    uid: dna ?? name,
    bitstream,
    hashrate: hashrateOf(card),
    gauges,
    shares: { accepted: (totals.shares ?? 0) - rejected, rejected, invalid: totals.solutionsBad ?? 0 },
  };
}

function minerUnit({ source, bitstream, up, process, shares }: MinerSnapshot): Unit {
  const rejected = shares?.rejected ?? 0;
  return {
    uid: source,
    bitstream,
    hashrate: up ? (process.hashrate ?? 0) : 0,
    gauges: { ...emptyGauges, power: process.power },
    shares: { accepted: (shares?.total ?? 0) - rejected, rejected, invalid: 0 },
  };
}

/** @returns kH/s, to the H/s */
function hiveHashrate(hashrate: number): number {
  return within(Math.round(hashrate) / 1e3, 0, hiveMost);
}

function hiveTemperature(temperature: number | null): number {
  return within(Math.round(temperature ?? 0), hiveTemperatures.least, hiveTemperatures.most);
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** A silent card makes nothing. */
function hashrateOf({ up, gauges }: CardSnapshot): number {
  return up ? (gauges.hashrate ?? 0) : 0;
}

/** Of the cards; of the miners where their cards tell none. */
function totalOf({ rig }: Snapshot): number {
  const ofCards = rig.cards.reduce((sum, card) => sum + hashrateOf(card), 0);
  const ofMiners = rig.miners.filter(({ process, up }) => up && !process.cardsTell);
  return ofMiners.reduce((sum, { process }) => sum + (process.hashrate ?? 0), ofCards);
}

function sharesOf({ rig }: Snapshot): { accepted: number; rejected: number } {
  let total = 0;
  let rejected = 0;
  for (const { totals } of rig.cards) {
    total += totals.shares ?? 0;
    rejected += totals.sharesRejected ?? 0;
  }
  for (const { shares } of rig.miners) {
    total += shares?.total ?? 0;
    rejected += shares?.rejected ?? 0;
  }
  return { accepted: total - rejected, rejected };
}

/** Whole seconds that the miner has run for: of several the longest. */
function uptimeOf({ rig, tee }: Snapshot): number {
  const known = rig.miners.flatMap(({ uptime }) => (uptime === null ? [] : [uptime]));
  return Math.round(known.length === 0 ? tee.uptime : Math.max(...known));
}

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : Math.round(value * by);
}
