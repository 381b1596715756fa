import type { NamedPool } from '../../exporter/settings.ts';
import { poolNames } from '../../pools/names.ts';
import { UsageError } from '../../values/usage-error.ts';
import type { GivenOptions } from '../given.ts';
import { file, host, port } from '../readers.ts';
import type { OptionRow } from '../row.ts';
import { onePool, pooledEntries, poolInterval } from './pools.ts';

const toServe = {
  oneOf: ['serve'],
  in: ['pool'],
  words: 'a pool is asked once without --serve; give that as well',
} satisfies OptionRow['needs'];

/** What is served of pools where no miner is. */
export const poolServeRows = {
  serve: {
    name: 'serve',
    commands: ['pool'],
    help: 'ask the pools again and again and serve what they say: metrics, page, /health, /probe; no miner is needed',
  },
  config: {
    name: 'config',
    commands: ['pool'],
    reader: file,
    needs: toServe,
    help: 'a YAML file with the pools, and names of addresses for /probe: no address is then in a list of processes (docs/pools.md)',
    example: 'pools.yaml',
  },
  port: {
    name: 'port',
    short: 'p',
    commands: ['pool'],
    reader: port,
    default: '9091',
    needs: toServe,
    help: 'port to serve at (default {default}; 0 takes a free one)',
  },
  host: {
    name: 'host',
    commands: ['pool'],
    reader: host,
    needs: toServe,
    help: 'address to listen on (default: all, so that another machine reaches it)',
    example: '127.0.0.1',
  },
  webConfig: {
    name: 'web-config',
    commands: ['pool'],
    reader: file,
    needs: toServe,
    help: "TLS, passwords and headers, as Prometheus's web configuration file has them (docs/web-access.md)",
    example: 'web.yml',
  },
  interval: {
    name: 'pool-interval',
    commands: ['pool'],
    reader: poolInterval,
    default: '60s',
    needs: toServe,
    help: 'ask each pool so often (default {default}, 15s at the least)',
  },
  legacyMetrics: {
    name: 'legacy-metrics',
    commands: ['pool'],
    needs: toServe,
    help: "also serve pool_hashrate, as the predecessor's pool scraper did",
  },
} satisfies Record<string, OptionRow>;

/** Rows that a file of pools may say as well. */
export const poolsFileRows: readonly OptionRow[] = [
  poolServeRows.port,
  poolServeRows.host,
  poolServeRows.webConfig,
  poolServeRows.interval,
];

/** Where the pools of an exporter stand. */
export type PoolsFrom =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'words'; readonly pools: readonly NamedPool[] };

/** What an exporter is to serve. */
export interface PoolServeOptions {
  readonly type: 'serve';
  readonly from: PoolsFrom;
  /** What was given on the command line: a file says some of it as well. */
  readonly given: GivenOptions;
}

/** The pool that is to be asked once. */
export interface PoolOnceOptions {
  readonly type: 'once';
  readonly entry: ReturnType<typeof onePool>;
  readonly json: boolean;
}

/**
 * What `fpga-tee pool` is to do.
 *
 * @param words URLs and addresses
 * @param json the row of `--json`
 */
export function poolCommandOptions(
  given: GivenOptions,
  words: readonly string[],
  json: OptionRow,
): PoolOnceOptions | PoolServeOptions {
  if (!given.on(poolServeRows.serve))
    return { type: 'once', entry: onePool(given, words), json: given.on(json) };
  if (given.on(json))
    throw new UsageError('--json: contradicts --serve, which prints no report; leave one of them out');
  return { type: 'serve', from: poolsFrom(given, words), given };
}

function poolsFrom(given: GivenOptions, words: readonly string[]): PoolsFrom {
  const path = given.value(poolServeRows.config);
  if (path === null) {
    const entries = pooledEntries(given, words);
    const names = poolNames(entries.map(({ url }) => url));
    return {
      type: 'words',
      pools: entries.map((entry, place) => ({ name: names[place] ?? entry.url.host, entry })),
    };
  }
  if (words.length > 0)
    throw new UsageError(`--config ${path}: the pools stand in the file; leave the others out`);
  for (const name of ['pool-kind', 'pool-json'])
    if (given.has({ name }))
      throw new UsageError(`--${name}: with --config it stands in the file, for each pool`);
  return { type: 'file', path };
}
