import { hostname } from 'node:os';
import { errorWords } from '../error-words.ts';
import { createExporter, type Exporter } from '../exporter/exporter.ts';
import type { ExporterPools, NamedPool, Probing } from '../exporter/settings.ts';
import type { Parts } from '../job/parts.ts';
import { printable } from '../lines/printable.ts';
import type { GivenOptions } from '../options/given.ts';
import { readPoolsFile } from '../options/pools-file/read.ts';
import { describeProblem } from '../options/rig-file/read.ts';
import { type PoolServeOptions, type PoolsFrom, poolServeRows } from '../options/table/pool-serve.ts';
import { plural } from '../readings/format.ts';
import { systemClock, systemTimers } from '../time.ts';
import { stateOfFiles } from '../values/file-text.ts';
import { listenToFailures } from './failures.ts';
import { readWebConfig } from './in-process.ts';
import { complain } from './print.ts';
import { endedBySigterm } from './signals.ts';
import { watchFile } from './watched-file.ts';

/** What is to be served. */
interface Right {
  readonly type: 'right';
  readonly pools: readonly NamedPool[];
  readonly probing: Probing;
  readonly given: GivenOptions;
}

/** The same, or the lines about what is wrong with it. */
type Settled = Right | { readonly type: 'problems'; readonly lines: readonly string[] };

/**
 * `fpga-tee pool --serve`: what pools say, for Prometheus and browsers, until it is ended.
 *
 * @param on listens to signals, and to failures that nobody has caught
 * @returns 2 when something is wrong with a file, 0 after Ctrl-C, 143 after SIGTERM
 */
export async function servePools({ from, given: line }: PoolServeOptions, on: Parts['on']): Promise<number> {
  // Before it is read, so that a change meanwhile is seen as one.
  const state = from.type === 'file' ? await stateOfFiles([from.path]) : '';
  const settled = await settledOf(from, line);
  if (settled.type === 'problems') {
    complain(...settled.lines);
    return 2;
  }
  const { given } = settled;
  const file = given.value(poolServeRows.webConfig);
  const inFile = from.type === 'file' && !line.has(poolServeRows.webConfig);
  const named = inFile ? `${from.path}: web-config:` : line.calledBy(poolServeRows.webConfig);
  const webConfig = file === null ? null : await readWebConfig(file, named);
  if (webConfig === 'wrong') return 2;
  const telling = tellingOnce();
  listenToFailures(
    {
      failed: (error) =>
        telling.onProblem('inside', `something failed inside (${errorWords(error)}); it serves on`),
      warned: (words) => telling.onProblem('inside', words),
    },
    on,
  );
  const exporter = createExporter({
    ...poolsOf(settled),
    host: given.value(poolServeRows.host),
    port: given.value(poolServeRows.port),
    legacyMetrics: given.on(poolServeRows.legacyMetrics),
    webConfig: file === null || webConfig === null ? null : { file, last: webConfig },
    clock: systemClock,
    timers: systemTimers,
    random: Math.random,
    machine: hostname(),
    onListening: (address) => complain(`metrics at ${address}`),
    ...telling,
  });
  if (from.type === 'file') {
    const changed = (): Promise<void> => takeOver(from, line, given, exporter);
    const watched = watchFile({ file: from.path, state, timers: systemTimers, changed });
    // On Windows it says that the console closes.
    if (process.platform !== 'win32') on('SIGHUP', () => void watched.changedNow());
  }
  return untilEnded(exporter);
}

/** The command line stands above the file. */
async function settledOf(from: PoolsFrom, given: GivenOptions): Promise<Settled> {
  if (from.type === 'words')
    return { type: 'right', pools: from.pools, probing: { modules: new Map(), targets: null }, given };
  const read = await readPoolsFile(from.path);
  if (read.type === 'problems')
    return { type: 'problems', lines: read.problems.map((problem) => describeProblem(from.path, problem)) };
  const { pools, probing, said } = read.file;
  return { type: 'right', pools, probing, given: given.orElse(said) };
}

function poolsOf({ pools, probing, given }: Right): ExporterPools {
  return { pools, probing, interval: given.value(poolServeRows.interval) };
}

/**
 * Takes over what the file says now, if it is right.
 *
 * @param line what stands above the file
 * @param first what it began with, which can't be changed while it serves
 */
async function takeOver(
  from: Extract<PoolsFrom, { type: 'file' }>,
  line: GivenOptions,
  first: GivenOptions,
  exporter: Exporter,
): Promise<void> {
  const settled = await settledOf(from, line);
  if (settled.type === 'problems') {
    complain(...settled.lines, printable(`${from.path}: what it said before goes on`));
    return;
  }
  exporter.change(poolsOf(settled));
  const { port, host, webConfig } = poolServeRows;
  const later = [port, host, webConfig].filter(
    (row) => String(first.texts(row)) !== String(settled.given.texts(row)),
  );
  const names = later.map(({ name }) => name).join(', ');
  const words = names === '' ? '' : `; ${names}: from the next start on`;
  complain(printable(`${from.path}: read again, ${countsOf(settled)}${words}`));
}

function countsOf({ pools, probing }: Right): string {
  const modules = probing.modules.size;
  return [plural(pools.length, 'pool'), ...(modules === 0 ? [] : [plural(modules, 'module')])].join(', ');
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
