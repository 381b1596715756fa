import { efficiencyOf } from '../readings/efficiency.ts';
import { gaugeNames, gauges } from '../readings/gauges.ts';
import { eventKinds, failureReasons, lineKinds } from '../readings/reading.ts';
import { cardAlertKinds, minerAlertKinds } from '../rig/alert.ts';
import { stallKinds } from '../rig/stall.ts';
import { topics } from '../rig/warnings.ts';
import { buildInfo } from './build-info.ts';
import {
  define,
  type MetricDefinition,
  ofCard,
  ofCardOrNone,
  ofCurrentCard,
  ofLog,
  ofMiner,
  ofTee,
} from './definition.ts';
import { poolDefinitions } from './pool-definitions.ts';

/** Every metric under its own name, in the order of the page. */
export const metricDefinitions: readonly MetricDefinition[] = [
  define({
    name: 'fpga_card_info',
    help: 'What is known of the card, always 1; a label that is not known is empty.',
    labels: ['card', 'bitstream', 'dna', 'device'],
    collect: ({ rig }) =>
      rig.cards.map(({ name, bitstream, dna, device }) => ({
        labels: { card: name, bitstream, dna: dna ?? '', device: device ?? '' },
        value: 1,
      })),
  }),
  ofCard('fpga_card_up', 'Whether the card reports: 1, or 0 once its newest reading is stale.', (card) =>
    card.up ? 1 : 0,
  ),
  ofCard(
    'fpga_card_slow',
    "Whether the card makes less than --slow-below of its own day's median hashrate: 1 or 0; in its first hour not known.",
    (card) => (card.up && card.slowness !== null ? Number(card.slowness.slow) : null),
  ),
  define({
    name: 'fpga_alert_active',
    help: 'Whether something is the matter with a card, or with a miner where the card is empty: 1 or 0 for each kind.',
    labels: ['card', 'source', 'kind'],
    collect({ rig, alerts }) {
      const known = [
        ...rig.cards.map(({ name, source }) => ({ card: name, source, kinds: cardAlertKinds })),
        ...rig.miners.map(({ source }) => ({ card: null, source, kinds: minerAlertKinds })),
      ];
      return known.flatMap(({ card, source, kinds }) => {
        const active = alerts.filter((alert) => alert.card === card && alert.source === source);
        return kinds.map((kind) => ({
          labels: { card: card ?? '', source, kind },
          value: Number(active.some((alert) => alert.kind === kind)),
        }));
      });
    },
  }),
  ...gaugeNames.map((name) => {
    const { metric, seldom } = gauges[name];
    return ofCurrentCard(metric.name, metric.help, (card) => card.gauges[name], seldom);
  }),
  ofCurrentCard(
    'fpga_efficiency_hashes_per_joule',
    'Hashes that the card makes of a joule: its hashrate by its power.',
    ({ gauges: { hashrate, power } }) => efficiencyOf(hashrate, power),
    true,
  ),
  ofCard(
    'fpga_solutions_total',
    'Solutions found by the card, the bad ones included.',
    (card) => card.totals.solutions,
  ),
  ofCard(
    'fpga_solutions_bad_total',
    'Solutions that the host found to be wrong (hardware errors).',
    (card) => card.totals.solutionsBad,
  ),
  ofCard(
    'fpga_shares_total',
    'Shares submitted to the pool, the rejected ones included.',
    (card) => card.totals.shares,
  ),
  ofCard(
    'fpga_shares_rejected_total',
    'Shares that the pool rejected.',
    (card) => card.totals.sharesRejected,
  ),
  ofCard(
    'fpga_shares_stale_total',
    'Shares that came too late, where the miner counts them; some count them among the rejected, some beside them.',
    (card) => card.totals.sharesStale ?? null,
    true,
  ),
  ofCardOrNone(
    'fpga_share_failures_total',
    'Shares that failed, by reason; the card is empty where the miner does not name it.',
    'reason',
    failureReasons,
    { card: ({ totals }) => totals.failures, miner: ({ failures }) => failures },
  ),
  ofMiner(
    'fpga_miner_shares_total',
    'Shares submitted, where a miner counts them for all its cards together.',
    (miner) => miner.shares?.total ?? null,
  ),
  ofMiner(
    'fpga_miner_shares_rejected_total',
    'Shares rejected by the pool, where a miner counts them for all its cards together.',
    (miner) => miner.shares?.rejected ?? null,
  ),
  ofMiner(
    'fpga_miner_shares_stale_total',
    'Shares that came too late, where a miner counts them for all its cards together.',
    ({ process }) => process.shares?.stale ?? null,
    true,
  ),
  ofMiner(
    'fpga_miner_hashrate_hashes_per_second',
    'Hashrate that the miner states for all its cards together, in hashes per second.',
    ({ process }) => process.hashrate,
    true,
  ),
  ofMiner(
    'fpga_miner_power_watts',
    'Power that the miner states for all its cards together, in watts.',
    ({ process }) => process.power,
    true,
  ),
  ofMiner(
    'fpga_miner_efficiency_hashes_per_joule',
    'Hashes that the miner makes of a joule: the hashrate by the power that it states for all its cards together.',
    ({ process: { hashrate, power } }) => efficiencyOf(hashrate, power),
    true,
  ),
  ofCard(
    'fpga_last_reading_timestamp_seconds',
    'When the newest reading of the card was taken, in Unix seconds.',
    (card) => Math.round(card.readAt * 1000) / 1000,
  ),
  ofCardOrNone(
    'fpga_events_total',
    'Events that the miner printed, by kind; the card is empty where they belong to no single one.',
    'kind',
    eventKinds,
    { card: ({ events }) => events, miner: ({ events }) => events },
  ),
  ofMiner('fpga_miner_up', 'Whether the miner prints: 1, or 0 once it is silent or gone.', (miner) =>
    miner.up ? 1 : 0,
  ),
  define({
    name: 'fpga_miner_stalled',
    help: 'Whether the miner is stuck: 1 or 0 for each kind (silent, no-stats, no-shares).',
    labels: ['source', 'kind'],
    collect: ({ rig }) =>
      rig.miners.flatMap(({ source, stalls }) =>
        stallKinds.map((kind) => ({
          labels: { source, kind },
          value: Number(stalls.some((stall) => stall.kind === kind)),
        })),
      ),
  }),
  ofMiner(
    'fpga_miner_restarts_total',
    'Restarts of the miner program seen in its output.',
    (miner) => miner.restarts,
  ),
  ...poolDefinitions,
  define({
    name: 'fpga_tee_lines_total',
    help: 'Lines read from the miners, by what was recognised in them.',
    labels: ['kind'],
    collect: ({ rig }) => lineKinds.map((kind) => ({ labels: { kind }, value: rig.lines[kind] })),
  }),
  ofTee('fpga_tee_bytes_total', 'Bytes read from the miners.', ({ tee }) => tee.bytes),
  ofLog('fpga_tee_log_bytes_total', 'Bytes written to the log.', (log) => log.written),
  ofLog(
    'fpga_tee_log_dropped_bytes_total',
    'Bytes that could not be written to the log and are lost.',
    (log) => log.dropped,
  ),
  ofLog('fpga_tee_log_errors_total', 'Errors in writing the log.', (log) => log.errors),
  ofLog('fpga_tee_log_queued_bytes', 'Bytes that wait to be written to the log.', (log) => log.queued),
  ofTee(
    'fpga_tee_terminal_lines_skipped_total',
    'Lines that the terminal was too slow to show; all of them are in the log.',
    ({ tee }) => tee.terminalLinesSkipped,
  ),
  ofTee(
    'fpga_tee_output_dropped_bytes_total',
    'Bytes that were not passed on, as nobody read stdout for long.',
    ({ tee }) => tee.outputDropped,
  ),
  define({
    name: 'fpga_tee_warnings_total',
    help: 'Warnings raised, by what they are about; one that is raised again and again is said once.',
    labels: ['topic'],
    collect: ({ tee }) => topics.map((topic) => ({ labels: { topic }, value: tee.warningCounts[topic] })),
  }),
  buildInfo,
];
