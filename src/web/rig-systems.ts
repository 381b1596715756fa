import type { CardSnapshot, Snapshot } from '../rig/snapshot.ts';

/*
 * What systems for mining rigs ask a miner for, in their own terms.
 *
 * - HiveOS: minershive/hiveos-linux, hive/miners/custom/README.md
 * - mmpOS: ddobreff/mmpos, the format of its FPGA miners
 */

/**
 * The `stats` of a HiveOS custom miner; `null` while no card was read, because its watchdog would take that for a miner
 * that does nothing.
 */
export function hiveReport(snapshot: Snapshot) {
  const { cards } = snapshot.rig;
  if (cards.length === 0) return null;
  const { accepted, rejected } = sharesOf(snapshot);
  const hs = cards.map((card) => hashrateOf(card) / 1e3);
  const fans = cards.map((card) =>
    card.gauges.fanRatio === null ? 0 : Math.round(card.gauges.fanRatio * 100),
  );
  return {
    total_khs: totalOf(snapshot) / 1e3,
    hs,
    hs_units: 'khs',
    temp: cards.map(({ gauges }) => Math.round(gauges.temperature ?? 0)),
    fan: fans.some((fan) => fan > 0) ? fans : [],
    uptime: uptimeOf(snapshot),
    ar: [accepted, rejected],
    algo: cards[0]?.bitstream ?? '',
    ver: snapshot.tee.version,
  };
}

/** What mmpOS takes of an FPGA miner; `null` while no card was read. */
export function mmposReport(snapshot: Snapshot) {
  const { cards } = snapshot.rig;
  if (cards.length === 0) return null;
  const { accepted, rejected } = sharesOf(snapshot);
  const invalid = cards.map(({ totals }) => totals.solutionsBad ?? 0);
  return {
    uid: cards.map(({ dna, name }) => dna ?? name),
    hash: cards.map((card) => hashrateOf(card) / 1e6),
    units: 'mhs',
    temp: cards.map(({ gauges }) => gauges.temperature),
    voltage: cards.map(({ gauges }) => scaled(gauges.coreVoltage, 1e3)),
    watt: cards.map(({ gauges }) => gauges.power),
    sclk: cards.map(({ gauges }) => scaled(gauges.clock, 1e-6)),
    shares: {
      accepted: cards.map(({ totals }) => (totals.shares ?? 0) - (totals.sharesRejected ?? 0)),
      rejected: cards.map(({ totals }) => totals.sharesRejected ?? 0),
      invalid,
    },
    air: [accepted, invalid.reduce((sum, one) => sum + one, 0), rejected],
    miner_name: 'fpga-tee',
    miner_version: snapshot.tee.version,
  };
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
