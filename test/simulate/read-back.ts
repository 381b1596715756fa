/** What a reader that knows nothing of the simulator finds in its text. */
export interface ReadBack {
  /** By DNA, or by the number where a line has no DNA. */
  readonly cards: Map<string, CardRead>;
  shares: { total: number; rejected: number } | null;
  readonly failures: { stale: number; difficulty: number; other: number };
  starts: number;
  statsLines: number;
}

export interface CardRead {
  hashrate: number | null;
  clock: number;
  temperature: number;
  coreVoltage: number;
  errorRatio: number;
  good: number;
  total: number;
  goodShares: number;
  totalShares: number;
  /** Over all starts. */
  solutions: number;
  solutionsBad: number;
  shares: number;
  sharesRejected: number;
}

const fx =
  /^(?:\[([0-9A-F]{24})\] Hash|\[\d\d:\d\d:\d\d\] FPGA(\d+)): ([\d.]+)GH\/s [[(](\d+)MHz[\])] Err: ([\d.]+)% ([\d.]+)C ([\d.]+)V Soln: (\d+)\/(\d+)(?: Shares: (\d+)\/(\d+))?$/;
const zetheron =
  /^\[([0-9A-F]{24})\] Hash: +([\d.]+|nan|inf) ([KG])H\/s \[\d+ MHz (\d+) MHz ([\d.]+)C ([\d.]+)V\] Err: ([\d.]+)% {2}Soln: (\d+)\/(\d+)(?: {2}\[q=\d+\])?$/;
const row =
  /^\| (\d+) +\| VU35P +\| (\d+) +\| ([\d.]+) +\| ([\d.]+) +\| ([\d.]+) +\| (\d+) +\| (\d+) +\| ([\d.]+) +\| ([0-9A-F]{24}) $/;
const accepted = /accepted: (\d+)\/(\d+) /;
const start = /^(?:FXTokenMiner|NIM Miner v9|Found \d+ valid FPGA's\.$)/;

/** Reads a whole text, adding counts up over the miner's starts. */
export function readBack(text: string): ReadBack {
  const read: ReadBack = {
    cards: new Map(),
    shares: null,
    failures: { stale: 0, difficulty: 0, other: 0 },
    starts: 0,
    statsLines: 0,
  };
  let counts = { good: 0, total: 0 };
  let started = false;
  for (const coloured of text.split('\n')) {
    const line = coloured.replace(/\x1b\[[\d;]*m/g, '');
    if (start.test(line)) {
      if (!started) read.starts += 1;
      started = true;
      counts = { good: 0, total: 0 };
      for (const card of read.cards.values()) {
        Object.assign(card, { good: 0, total: 0, goodShares: 0, totalShares: 0 });
      }
      continue;
    }
    const f = fx.exec(line);
    const z = zetheron.exec(line);
    const r = row.exec(line);
    const a = accepted.exec(line);
    if (f) take(read, f[1] ?? f[2] ?? '', [f[3], 1e9, f[4], f[6], f[7], f[5], f[8], f[9], f[10], f[11]]);
    else if (z)
      take(read, z[1] ?? '', [z[2], z[3] === 'K' ? 1e3 : 1e9, z[4], z[5], z[6], z[7], z[8], z[9], 0, 0]);
    else if (r)
      take(read, r[9] ?? '', [r[5], 1e9, r[2], r[4], r[3], r[8], r[6], Number(r[6]) + Number(r[7]), 0, 0]);
    else if (a) {
      const [good, total] = [Number(a[1]), Number(a[2])];
      read.shares ??= { total: 0, rejected: 0 };
      read.shares.total += total - counts.total;
      read.shares.rejected += total - good - (counts.total - counts.good);
      counts = { good, total };
    } else if (/reason: stale$/.test(line)) read.failures.stale += 1;
    else if (/reason: share difficulty/.test(line)) read.failures.difficulty += 1;
    else if (/reason: (?:job not found here|invalid share)$/.test(line)) read.failures.other += 1;
    if (f || z || r) started = false;
  }
  return read;
}

function take(read: ReadBack, name: string, fields: readonly (string | number | undefined)[]): void {
  const [rate = 0, unit = 1, clock = 0, temperature = 0, volts = 0, errors = 0, good = 0, total = 0] =
    fields.map(Number);
  const [goodShares = 0, totalShares = 0] = fields.slice(8).map((field) => Number(field ?? 0));
  const before = read.cards.get(name);
  read.statsLines += 1;
  read.cards.set(name, {
    hashrate: Number.isFinite(rate) ? rate * unit : null,
    clock: clock * 1e6,
    temperature,
    coreVoltage: volts,
    errorRatio: errors / 100,
    ...{ good, total, goodShares, totalShares },
    solutions: (before?.solutions ?? 0) + total - (before?.total ?? 0),
    solutionsBad: (before?.solutionsBad ?? 0) + total - good - ((before?.total ?? 0) - (before?.good ?? 0)),
    shares: (before?.shares ?? 0) + totalShares - (before?.totalShares ?? 0),
    sharesRejected:
      (before?.sharesRejected ?? 0) +
      (totalShares - goodShares) -
      ((before?.totalShares ?? 0) - (before?.goodShares ?? 0)),
  });
}
