import { hostname } from 'node:os';
import { createExporter, type Exporter } from '../exporter/exporter.ts';
import type { NamedPool, Probing } from '../exporter/settings.ts';
import { printable } from '../lines/printable.ts';
import type { GivenOptions } from '../options/given.ts';
import { readPoolsFile } from '../options/pools-file/read.ts';
import { describeProblem } from '../options/rig-file/read.ts';
import { type PoolServeOptions, type PoolsFrom, poolServeRows } from '../options/table/pool-serve.ts';
import { systemClock, systemTimers } from '../time.ts';
import { readWebConfig } from './in-process.ts';
import { complain } from './print.ts';
import { endedBySigterm } from './signals.ts';

interface Settled {
  readonly pools: readonly NamedPool[];
  readonly probing: Probing;
  readonly given: GivenOptions;
}

/**
 * `fpga-tee pool --serve`: what pools say, for Prometheus and browsers, until it is ended.
 *
 * @returns 2 when something is wrong with a file, 0 after Ctrl-C, 143 after SIGTERM
 */
export async function servePools(options: PoolServeOptions): Promise<number> {
  const settled = await settledOf(options.from, options.given);
  if (settled === null) return 2;
  const { given, pools, probing } = settled;
  const file = given.value(poolServeRows.webConfig);
  const webConfig = file === null ? null : await readWebConfig(file, '--web-config');
  if (webConfig === 'wrong') return 2;
  const exporter = createExporter({
    pools,
    probing,
    interval: given.value(poolServeRows.interval),
    host: given.value(poolServeRows.host),
    port: given.value(poolServeRows.port),
    legacyMetrics: given.on(poolServeRows.legacyMetrics),
    webConfig: file === null || webConfig === null ? null : { file, last: webConfig },
    clock: systemClock,
    timers: systemTimers,
    random: Math.random,
    machine: hostname(),
    onListening: (address) => complain(`metrics at ${address}`),
    ...tellingOnce(),
  });
  return untilEnded(exporter);
}

/** The command line stands above the file. `null` when that is wrong: why has been said. */
async function settledOf(from: PoolsFrom, given: GivenOptions): Promise<Settled | null> {
  if (from.type === 'words')
    return { pools: from.pools, probing: { modules: new Map(), targets: null }, given };
  const read = await readPoolsFile(from.path);
  if (read.type === 'problems') {
    complain(...read.problems.map((problem) => describeProblem(from.path, problem)));
    return null;
  }
  const { pools, probing, said } = read.file;
  return { pools, probing, given: given.orElse(said) };
}

/** Each line on stderr, but not again while it stays so. */
function tellingOnce() {
  const told = new Map<string, string>();
  return {
    onProblem(about: string, line: string) {
      if (told.get(about) !== line) complain(printable(line));
      told.set(about, line);
    },
    onRecovered: (about: string) => void told.delete(about),
  };
}

async function untilEnded(exporter: Exporter): Promise<number> {
  // Every timer and socket lets the process end; this one holds it.
  const alive = setInterval(() => {}, 60_000);
  const code = new Promise<number>((resolve) => {
    process.once('SIGINT', () => resolve(0));
    process.once('SIGTERM', () => resolve(endedBySigterm));
  });
  exporter.start();
  const ended = await code;
  clearInterval(alive);
  await exporter.stop();
  return ended;
}
