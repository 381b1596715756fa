import { createPoolMetrics } from '../metrics/metrics.ts';
import type { Clock, Timers } from '../time.ts';
import { accessOf, type WebConfigSettings } from '../web/config/access.ts';
import { comparePassword } from '../web/config/logins.ts';
import { createWebServer } from '../web/server.ts';
import { Probes } from './probes.ts';
import { poolRoutes } from './routes.ts';
import type { ExporterPools } from './settings.ts';
import { Watches } from './watches.ts';

/** What is served, where, and whom to tell how it goes. */
export interface ExporterOptions extends ExporterPools {
  /** `null` for all interfaces. */
  readonly host: string | null;
  /** 0 for one that the system chooses. */
  readonly port: number;
  /** The predecessor's metric as well. */
  readonly legacyMetrics: boolean;
  /** `null` for plain HTTP without passwords. */
  readonly webConfig: WebConfigSettings | null;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** The machine's name. */
  readonly machine: string;
  readonly onListening: (address: string) => void;
  /** Takes one line about something, again and again as long as it is so. */
  readonly onProblem: (about: string, line: string) => void;
  readonly onRecovered: (about: string) => void;
}

/** An exporter that runs until it is stopped. */
export interface Exporter {
  start(): void;
  /** Other pools and addresses from now on. */
  change(to: ExporterPools): void;
  /** Ends at once, open connections and what is being asked included. */
  stop(): Promise<void>;
}

/** Asks pools and serves what they say. There is no miner to be kept from, so all of it is in one thread. */
export function createExporter(options: ExporterOptions): Exporter {
  const { clock, timers, onListening, onProblem, onRecovered, legacyMetrics } = options;
  const stopping = new AbortController();
  let { probing } = options;
  const watches = new Watches({
    ...options,
    onProblem: (server, line) => onProblem(`pools at ${server}`, line),
    onRecovered: (server) => onRecovered(`pools at ${server}`),
  });
  const server = createWebServer({
    ...options,
    route: poolRoutes({
      metrics: createPoolMetrics({ legacy: legacyMetrics }),
      pools: () => watches.state(),
      probes: new Probes({ legacyMetrics, clock, timers, signal: stopping.signal }),
      probing: () => probing,
      clock,
      host: options.machine,
    }),
    access: accessOf(options.webConfig, {
      clock,
      timers,
      onProblem: (line) => onProblem('web-config', line),
      onRecovered: () => onRecovered('web-config'),
      onChange: () => {},
    }),
    compare: comparePassword,
    onProblem: (line) => onProblem('server', line),
    onRecovered: () => onRecovered('server'),
    onListening: (address) => onListening(address),
    onScraped: () => {},
  });
  return {
    start() {
      server.start();
      watches.watch(options.pools, options.interval);
    },
    change(to) {
      probing = to.probing;
      watches.watch(to.pools, to.interval);
    },
    async stop() {
      watches.stop();
      stopping.abort(new Error('it ends'));
      await server.stop();
    },
  };
}
