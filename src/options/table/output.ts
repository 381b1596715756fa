import type { GivenOptions } from '../given.ts';
import { duration, file, host, oneOf, port } from '../readers.ts';
import { jobs, type OptionRow } from '../row.ts';
import { alertOptions } from './alerts.ts';
import { panelOptions } from './panel.ts';
import { stallOptions } from './stalls.ts';

/** What is served and shown. */
export const outputRows = {
  port: {
    name: 'port',
    short: 'p',
    commands: [...jobs, 'demo'],
    reader: port,
    default: '9090',
    rigFile: 'rig',
    help: 'port of the metrics server (default {default}; 0 takes a free one)',
    example: '9091',
  },
  host: {
    name: 'host',
    commands: jobs,
    reader: host,
    rigFile: 'rig',
    help: 'address that the metrics server listens on (default: all, so that another machine and a phone reach it)',
    example: '127.0.0.1',
  },
  webConfig: {
    name: 'web-config',
    commands: jobs,
    reader: file,
    contradicts: 'metrics',
    rigFile: 'rig',
    help: "TLS, passwords and headers for all that is served, as Prometheus's web configuration file has them (docs/web-access.md)",
    example: 'web.yml',
  },
  metrics: {
    name: 'metrics',
    commands: jobs,
    off: { help: 'serve no metrics', only: true },
    help: '',
  },
  staleAfter: {
    name: 'stale-after',
    commands: jobs,
    reader: duration,
    default: '120s',
    rigFile: 'rig',
    help: 'a card without a reading for so long is silent (default {default})',
  },
  plain: {
    name: 'plain',
    commands: jobs,
    help: 'no panel: copy the output to stdout like tee',
  },
  only: {
    name: 'only',
    commands: jobs,
    reader: oneOf('<lines>', ['trouble']),
    help: "show only the miner's lines that tell of an event or an error; the log has all",
    example: 'trouble',
  },
  legacyMetrics: {
    name: 'legacy-metrics',
    commands: jobs,
    help: "also serve the metric names of the predecessor's exporters (hashrate, clock_speed, …)",
  },
} satisfies Record<string, OptionRow>;

/** What is shown and served, whatever is read. */
export type OutputOptions = Readonly<ReturnType<typeof outputOptions>>;

/** Reads them. */
export function outputOptions(given: GivenOptions) {
  const rows = outputRows;
  const served = !given.off(rows.metrics);
  return {
    /** `null` for no metrics server. */
    port: served ? given.value(rows.port) : null,
    /** `null` for all addresses. */
    host: given.value(rows.host),
    /** The web configuration's path; `null` for plain HTTP without passwords, and where nothing is served. */
    webConfig: served ? given.value(rows.webConfig) : null,
    /** What a message calls it, in front of its path. */
    webConfigFrom: given.calledBy(rows.webConfig),
    /** Seconds. */
    staleAfter: given.value(rows.staleAfter),
    plain: given.on(rows.plain),
    ...panelOptions(given),
    /** `null` for all lines. */
    only: given.value(rows.only) === null ? null : ('trouble' as const),
    legacyMetrics: given.on(rows.legacyMetrics),
    alerts: alertOptions(given),
    stalls: stallOptions(given),
  };
}
