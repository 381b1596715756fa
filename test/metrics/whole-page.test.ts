import { expect, test } from 'vitest';
import { aCard, anAlert, aSnapshot } from '../support/snapshots.ts';
import { pageOf } from './support/pages.ts';

test('one card of one miner gives exactly this page', async () => {
  const cards = [aCard({ events: { hardware_error: 2 } })];
  expect(await pageOf({ ...aSnapshot({ cards }), alerts: [anAlert()] })).toBe(
    `# HELP fpga_card_info What is known of the card, always 1; a label that is not known is empty.
# TYPE fpga_card_info gauge
fpga_card_info{card="card1",bitstream="rb4",dna="40020000013AE3213511111C",device=""} 1

# HELP fpga_card_up Whether the card reports: 1, or 0 once its newest reading is stale.
# TYPE fpga_card_up gauge
fpga_card_up{card="card1"} 1

# HELP fpga_card_slow Whether the card makes less than --slow-below of its own day's median hashrate: 1 or 0; in its first hour not known.
# TYPE fpga_card_slow gauge

# HELP fpga_alert_active Whether something is the matter with a card, or with a miner where the card is empty: 1 or 0 for each kind.
# TYPE fpga_alert_active gauge
fpga_alert_active{card="card1",source="stdin",kind="hot"} 1
fpga_alert_active{card="card1",source="stdin",kind="failing"} 0
fpga_alert_active{card="card1",source="stdin",kind="silent"} 0
fpga_alert_active{card="card1",source="stdin",kind="rejecting"} 0
fpga_alert_active{card="card1",source="stdin",kind="slow"} 0
fpga_alert_active{card="",source="stdin",kind="stuck"} 0
fpga_alert_active{card="",source="stdin",kind="rejecting"} 0

# HELP fpga_hashrate_hashes_per_second Hashrate as the miner states it, in hashes per second.
# TYPE fpga_hashrate_hashes_per_second gauge
fpga_hashrate_hashes_per_second{card="card1"} 2310000000

# HELP fpga_clock_hertz Clock of the FPGA, in hertz.
# TYPE fpga_clock_hertz gauge
fpga_clock_hertz{card="card1"} 600000000

# HELP fpga_temperature_celsius Temperature of the FPGA, in degrees Celsius.
# TYPE fpga_temperature_celsius gauge
fpga_temperature_celsius{card="card1"} 45.3

# HELP fpga_core_voltage_volts Core voltage (VCCINT), in volts.
# TYPE fpga_core_voltage_volts gauge
fpga_core_voltage_volts{card="card1"} 0.85

# HELP fpga_error_ratio Hardware errors as the miner states them, as a ratio from 0 to 1.
# TYPE fpga_error_ratio gauge
fpga_error_ratio{card="card1"} 0.001

# HELP fpga_solutions_total Solutions found by the card, the bad ones included.
# TYPE fpga_solutions_total counter
fpga_solutions_total{card="card1"} 220

# HELP fpga_solutions_bad_total Solutions that the host found to be wrong (hardware errors).
# TYPE fpga_solutions_bad_total counter
fpga_solutions_bad_total{card="card1"} 3

# HELP fpga_shares_total Shares submitted to the pool, the rejected ones included.
# TYPE fpga_shares_total counter
fpga_shares_total{card="card1"} 70

# HELP fpga_shares_rejected_total Shares that the pool rejected.
# TYPE fpga_shares_rejected_total counter
fpga_shares_rejected_total{card="card1"} 5

# HELP fpga_share_failures_total Shares that failed, by reason; the card is empty where the miner does not name it.
# TYPE fpga_share_failures_total counter
fpga_share_failures_total{card="card1",reason="stale"} 4
fpga_share_failures_total{card="card1",reason="difficulty"} 0
fpga_share_failures_total{card="card1",reason="other"} 1

# HELP fpga_miner_shares_total Shares submitted, where a miner counts them for all its cards together.
# TYPE fpga_miner_shares_total counter

# HELP fpga_miner_shares_rejected_total Shares rejected by the pool, where a miner counts them for all its cards together.
# TYPE fpga_miner_shares_rejected_total counter

# HELP fpga_last_reading_timestamp_seconds When the newest reading of the card was taken, in Unix seconds.
# TYPE fpga_last_reading_timestamp_seconds gauge
fpga_last_reading_timestamp_seconds{card="card1"} 1700000000.25

# HELP fpga_events_total Events that the miner printed, by kind; the card is empty where they belong to no single one.
# TYPE fpga_events_total counter
fpga_events_total{card="card1",kind="hardware_error"} 2

# HELP fpga_miner_up Whether the miner prints: 1, or 0 once it is silent or gone.
# TYPE fpga_miner_up gauge
fpga_miner_up{source="stdin"} 1

# HELP fpga_miner_stalled Whether the miner is stuck: 1 or 0 for each kind (silent, no-stats, no-shares).
# TYPE fpga_miner_stalled gauge
fpga_miner_stalled{source="stdin",kind="silent"} 0
fpga_miner_stalled{source="stdin",kind="no-stats"} 0
fpga_miner_stalled{source="stdin",kind="no-shares"} 0

# HELP fpga_miner_restarts_total Restarts of the miner program seen in its output.
# TYPE fpga_miner_restarts_total counter
fpga_miner_restarts_total{source="stdin"} 1

# HELP fpga_pool_up Whether the pool answers: 1, or 0 since it failed to.
# TYPE fpga_pool_up gauge

# HELP fpga_pool_hashrate_hashes_per_second Hashrate at the pool, in hashes per second: its own figure (basis pool), or made of its list of the address's shares up to now, at most an hour (basis shares).
# TYPE fpga_pool_hashrate_hashes_per_second gauge

# HELP fpga_pool_last_share_timestamp_seconds When the pool got the address's last share, in Unix seconds.
# TYPE fpga_pool_last_share_timestamp_seconds gauge

# HELP fpga_pool_balance What the pool owes the address, in whole coins; the currency is empty where the pool does not name it.
# TYPE fpga_pool_balance gauge

# HELP fpga_pool_shares_total The address's shares that the pool has counted since fpga-tee asks it, where it counts them.
# TYPE fpga_pool_shares_total counter

# HELP fpga_pool_address_known Whether the pool knows the address: 1 or 0, and nothing where its answer does not tell.
# TYPE fpga_pool_address_known gauge

# HELP fpga_pool_last_success_timestamp_seconds When the pool answered last, in Unix seconds.
# TYPE fpga_pool_last_success_timestamp_seconds gauge

# HELP fpga_pool_request_duration_seconds How long the last answer of the pool took, in seconds.
# TYPE fpga_pool_request_duration_seconds gauge

# HELP fpga_tee_lines_total Lines read from the miners, by what was recognised in them.
# TYPE fpga_tee_lines_total counter
fpga_tee_lines_total{kind="stats"} 100
fpga_tee_lines_total{kind="share"} 6
fpga_tee_lines_total{kind="event"} 0
fpga_tee_lines_total{kind="other"} 9

# HELP fpga_tee_bytes_total Bytes read from the miners.
# TYPE fpga_tee_bytes_total counter
fpga_tee_bytes_total 123456

# HELP fpga_tee_log_bytes_total Bytes written to the log.
# TYPE fpga_tee_log_bytes_total counter
fpga_tee_log_bytes_total 123000

# HELP fpga_tee_log_dropped_bytes_total Bytes that could not be written to the log and are lost.
# TYPE fpga_tee_log_dropped_bytes_total counter
fpga_tee_log_dropped_bytes_total 7

# HELP fpga_tee_log_errors_total Errors in writing the log.
# TYPE fpga_tee_log_errors_total counter
fpga_tee_log_errors_total 2

# HELP fpga_tee_log_queued_bytes Bytes that wait to be written to the log.
# TYPE fpga_tee_log_queued_bytes gauge
fpga_tee_log_queued_bytes 456

# HELP fpga_tee_terminal_lines_skipped_total Lines that the terminal was too slow to show; all of them are in the log.
# TYPE fpga_tee_terminal_lines_skipped_total counter
fpga_tee_terminal_lines_skipped_total 11

# HELP fpga_tee_output_dropped_bytes_total Bytes that were not passed on, as nobody read stdout for long.
# TYPE fpga_tee_output_dropped_bytes_total counter
fpga_tee_output_dropped_bytes_total 12

# HELP fpga_tee_warnings_total Warnings raised, by what they are about; one that is raised again and again is said once.
# TYPE fpga_tee_warnings_total counter
fpga_tee_warnings_total{topic="log"} 0
fpga_tee_warnings_total{topic="output"} 0
fpga_tee_warnings_total{topic="metrics"} 0
fpga_tee_warnings_total{topic="web-config"} 0
fpga_tee_warnings_total{topic="panel"} 0
fpga_tee_warnings_total{topic="reading"} 0
fpga_tee_warnings_total{topic="input"} 0
fpga_tee_warnings_total{topic="pool"} 0
fpga_tee_warnings_total{topic="tool"} 0

# HELP fpga_tee_build_info Version of fpga-tee, always 1.
# TYPE fpga_tee_build_info gauge
fpga_tee_build_info{version="0.1.0"} 1
`,
  );
});
