import * as common from '@grafana/grafana-foundation-sdk/common';
import { RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  asLines,
  graph,
  legends,
  limits,
  newDashboard,
  now,
  over,
  series,
  stacked,
  stat,
  strips,
  thresholds,
  uids,
  upOrSilent,
} from './parts.ts';

const hashrate = series('fpga_hashrate_hashes_per_second');
const temperature = series('fpga_temperature_celsius');
const errorRatio = series('fpga_error_ratio');
const clock = series('fpga_clock_hertz');
const voltage = series('fpga_core_voltage_volts');
const cardUp = series('fpga_card_up');
const ofMiner = (metric: string): string => series(metric, 'rig');

/** The counters of shares of a card, and of a miner that counts them for all its cards together. */
const shares = { card: series('fpga_shares_total'), miner: ofMiner('fpga_miner_shares_total') };
const rejected = {
  card: series('fpga_shares_rejected_total'),
  miner: ofMiner('fpga_miner_shares_rejected_total'),
};
const minerLegend = '{{source}} · {{instance}}';

/** One number for each card, and for each miner that counts for its cards. */
function counted(card: string, miner: string) {
  return [now(card, legends.card).refId('A'), now(miner, minerLegend).refId('B')];
}

/** One card, or a few of them: how it is now, and how it was. */
export function cardDashboard() {
  return newDashboard({
    uid: uids.card,
    title: 'FPGA card',
    description:
      'One FPGA card or the cards of a rig: hashrate, temperature, errors and shares, now and over time.',
    from: 'now-24h',
  })
    .withRow(new RowBuilder('Now'))
    .withPanel(
      stat({
        title: 'State',
        description: 'Mining, or silent: no reading for longer than --stale-after (two minutes).',
        unit: 'short',
        width: 3,
        targets: [now(cardUp, legends.card)],
      })
        .mappings(upOrSilent)
        .thresholds(thresholds('red', [1, 'green'])),
    )
    .withPanel(
      stat({
        title: 'Hashrate',
        description:
          'As the miner states it. For many miners that is the luck of the last minutes: see the averages.',
        unit: 'Hs',
        width: 5,
        targets: [over(hashrate, legends.card)],
      })
        .graphMode(common.BigValueGraphMode.Area)
        .decimals(2),
    )
    .withPanel(
      stat({
        title: 'Hashrate, 1 h average',
        description: 'Mean of what the miner stated in the last hour.',
        unit: 'Hs',
        width: 4,
        targets: [now(`avg_over_time(${hashrate}[1h])`, legends.card)],
      }).decimals(2),
    )
    .withPanel(
      stat({
        title: 'Hashrate, 24 h average',
        description: 'Mean of what the miner stated in the last day, while it did.',
        unit: 'Hs',
        width: 4,
        targets: [now(`avg_over_time(${hashrate}[24h])`, legends.card)],
      }).decimals(2),
    )
    .withPanel(
      stat({
        title: 'Temperature',
        description: 'Yellow from 60 °C, orange from 75 °C, red from 80 °C.',
        unit: 'celsius',
        width: 4,
        targets: [over(temperature, legends.card)],
      })
        .graphMode(common.BigValueGraphMode.Area)
        .thresholds(limits.temperature())
        .decimals(1),
    )
    .withPanel(
      stat({
        title: 'Hardware errors',
        description:
          'Solutions that the host found to be wrong, as the miner states them. Yellow from 0.5 %, orange from 1 %, red from 5 %.',
        unit: 'percentunit',
        width: 4,
        targets: [now(errorRatio, legends.card)],
      })
        .thresholds(limits.errors())
        .decimals(2),
    )
    .withPanel(
      stat({
        title: 'Core voltage',
        description: 'VCCINT.',
        unit: 'volt',
        width: 3,
        targets: [now(voltage, legends.card)],
      }).decimals(3),
    )
    .withPanel(
      stat({
        title: 'Clock',
        description: 'Clock of the FPGA.',
        unit: 'hertz',
        width: 3,
        targets: [now(clock, legends.card)],
      }),
    )
    .withPanel(
      stat({
        title: 'Last seen',
        description: 'When the newest reading was taken.',
        unit: 'dateTimeFromNow',
        width: 3,
        targets: [now(`${series('fpga_last_reading_timestamp_seconds')} * 1000`, legends.card)],
      }),
    )
    .withPanel(
      stat({
        title: 'Shares accepted',
        description: 'In the time shown; restarts of the miner are summed over.',
        unit: 'short',
        width: 3,
        targets: counted(
          `round(increase(${shares.card}[$__range]) - increase(${rejected.card}[$__range]))`,
          `round(increase(${shares.miner}[$__range]) - increase(${rejected.miner}[$__range]))`,
        ),
      }).decimals(0),
    )
    .withPanel(
      stat({
        title: 'Shares rejected',
        description: 'In the time shown; restarts of the miner are summed over.',
        unit: 'short',
        width: 3,
        targets: counted(
          `round(increase(${rejected.card}[$__range]))`,
          `round(increase(${rejected.miner}[$__range]))`,
        ),
      }).decimals(0),
    )
    .withPanel(
      stat({
        title: 'Shares rejected, part',
        description:
          'Rejected of all shares in the time shown. Yellow from 0.5 %, orange from 1 %, red from 5 %.',
        unit: 'percentunit',
        width: 3,
        targets: counted(
          `increase(${rejected.card}[$__range]) / increase(${shares.card}[$__range])`,
          `increase(${rejected.miner}[$__range]) / increase(${shares.miner}[$__range])`,
        ),
      })
        .thresholds(limits.errors())
        .decimals(2),
    )
    .withPanel(
      stat({
        title: 'Solutions',
        description: 'Found by the card in the time shown, the bad ones included.',
        unit: 'short',
        width: 3,
        targets: [now(`round(increase(${series('fpga_solutions_total')}[$__range]))`, legends.card)],
      }).decimals(0),
    )
    .withPanel(
      stat({
        title: 'Miner restarts',
        description: 'In the time shown, as seen in the output of the miner.',
        unit: 'short',
        width: 3,
        targets: [now(`round(increase(${ofMiner('fpga_miner_restarts_total')}[$__range]))`, minerLegend)],
      })
        .thresholds(thresholds('green', [1, 'yellow'], [10, 'red']))
        .decimals(0),
    )
    .withRow(new RowBuilder('Trends'))
    .withPanel(
      graph({
        title: 'Hashrate and its averages',
        description: 'As stated, and averaged over 15 minutes, 1 hour and 6 hours.',
        unit: 'Hs',
        width: 12,
        targets: [
          over(hashrate, `now ${legends.card}`).refId('A'),
          over(`avg_over_time(${hashrate}[15m])`, `15 m ${legends.card}`).refId('B'),
          over(`avg_over_time(${hashrate}[1h])`, `1 h ${legends.card}`).refId('C'),
          over(`avg_over_time(${hashrate}[6h])`, `6 h ${legends.card}`).refId('D'),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Miner against pool',
        description:
          'Hashrate of all chosen cards together, averaged over an hour, beside what the pool says or what its shares are worth.',
        unit: 'Hs',
        width: 12,
        targets: [
          over(`sum(avg_over_time(${hashrate}[1h]))`, 'the cards').refId('A'),
          over(
            `max by (pool, basis) (avg_over_time(${series('fpga_pool_hashrate_hashes_per_second', 'rig')}[1h]))`,
            '{{pool}} (by {{basis}})',
          ).refId('B'),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Temperature and errors',
        description: 'Averages of 5 minutes; errors on the right.',
        unit: 'celsius',
        width: 12,
        targets: [
          over(`avg_over_time(${temperature}[5m])`, `°C ${legends.card}`).refId('A'),
          over(`avg_over_time(${errorRatio}[5m])`, `errors ${legends.card}`).refId('B'),
        ],
      }).overrideByQuery('B', onTheRight('percentunit')),
    )
    .withPanel(
      graph({
        title: 'Hashrate and clock',
        description: 'Averages of 15 minutes of the hashrate; the clock on the right.',
        unit: 'Hs',
        width: 12,
        targets: [
          over(`avg_over_time(${hashrate}[15m])`, `hashrate ${legends.card}`).refId('A'),
          over(clock, `clock ${legends.card}`).refId('B'),
        ],
      }).overrideByQuery('B', onTheRight('hertz')),
    )
    .withPanel(
      graph({
        title: 'Temperature over time',
        description: 'As stated, with the limits 60, 75 and 80 °C.',
        unit: 'celsius',
        width: 8,
        targets: [over(temperature, legends.card)],
      })
        .thresholds(limits.temperature())
        .thresholdsStyle(asLines()),
    )
    .withPanel(
      graph({
        title: 'Hardware errors over time',
        description: 'Bad solutions of all in the last 15 minutes, counted; and what the miner states.',
        unit: 'percentunit',
        width: 8,
        targets: [
          over(
            `increase(${series('fpga_solutions_bad_total')}[15m]) / increase(${series('fpga_solutions_total')}[15m])`,
            `counted ${legends.card}`,
          ).refId('A'),
          over(errorRatio, `stated ${legends.card}`).refId('B'),
        ],
      })
        .thresholds(limits.errors())
        .thresholdsStyle(asLines()),
    )
    .withPanel(
      graph({
        title: 'Core voltage over time',
        description: 'VCCINT.',
        unit: 'volt',
        width: 8,
        targets: [over(voltage, legends.card)],
      }),
    )
    .withPanel(
      graph({
        title: 'Failed shares',
        description: 'Shares an hour that failed, by reason; averages of an hour.',
        unit: 'short',
        width: 8,
        targets: [
          over(
            `sum by (reason) (rate(${series('fpga_share_failures_total', 'card-or-none')}[1h])) * 3600`,
            '{{reason}}',
          ),
        ],
      }).stacking(stacked()),
    )
    .withPanel(
      graph({
        title: 'Shares',
        description:
          'Shares a minute that were submitted, and of these the rejected ones; averages of 15 minutes.',
        unit: 'short',
        width: 8,
        targets: [
          over(`rate(${shares.card}[15m]) * 60`, legends.card).refId('A'),
          over(`rate(${shares.miner}[15m]) * 60`, minerLegend).refId('B'),
          over(`rate(${rejected.card}[15m]) * 60`, `rejected ${legends.card}`).refId('C'),
          over(`rate(${rejected.miner}[15m]) * 60`, `rejected ${minerLegend}`).refId('D'),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Events',
        description: 'What the miner told besides its statistics, in each step of the graph.',
        unit: 'short',
        width: 8,
        targets: [
          over(
            `sum by (kind) (increase(${series('fpga_events_total', 'card-or-none')}[$__rate_interval]))`,
            '{{kind}}',
          ),
        ],
      })
        .drawStyle(common.GraphDrawStyle.Bars)
        .fillOpacity(60)
        .stacking(stacked()),
    )
    .withPanel(
      strips({
        title: 'Mining and silent',
        description: 'When each card was read, and when it said nothing.',
        unit: 'short',
        width: 12,
        targets: [over(cardUp, legends.card)],
      }),
    )
    .withPanel(
      strips({
        title: 'Stalled miners',
        description: 'A miner that runs but prints nothing, no statistics, or finds no shares.',
        unit: 'short',
        width: 12,
        targets: [over(ofMiner('fpga_miner_stalled'), '{{kind}} {{source}} · {{instance}}')],
      })
        .mappings([])
        .thresholds(thresholds('green', [1, 'red'])),
    )
    .withRow(new RowBuilder('Pool'))
    .withPanel(
      stat({
        title: 'Hashrate at the pool, 1 h average',
        description:
          'What the pool says (basis pool), or what the shares that it counted are worth (basis shares).',
        unit: 'Hs',
        width: 6,
        targets: [
          now(
            `max by (pool, basis) (avg_over_time(${series('fpga_pool_hashrate_hashes_per_second', 'rig')}[1h]))`,
            '{{pool}} (by {{basis}})',
          ),
        ],
      }).decimals(2),
    )
    .withPanel(
      stat({
        title: 'Last share at the pool',
        description: 'When the pool counted the newest share.',
        unit: 'dateTimeFromNow',
        width: 4,
        targets: [
          now(
            `max by (pool) (${series('fpga_pool_last_share_timestamp_seconds', 'rig')}) * 1000`,
            legends.pool,
          ),
        ],
      }),
    )
    .withPanel(
      stat({
        title: 'Balance',
        description: 'What the pool owes, in the currency of the pool.',
        unit: 'short',
        width: 5,
        targets: [
          now(`max by (pool, currency) (${series('fpga_pool_balance', 'rig')})`, '{{pool}} ({{currency}})'),
        ],
      }).decimals(6),
    )
    .withPanel(
      stat({
        title: 'Shares at the pool',
        description: 'Counted by the pool in the time shown.',
        unit: 'short',
        width: 3,
        targets: [
          now(
            `round(max by (pool) (increase(${series('fpga_pool_shares_total', 'rig')}[$__range])))`,
            legends.pool,
          ),
        ],
      }).decimals(0),
    )
    .withPanel(
      stat({
        title: 'Address known',
        description: 'Whether the pool knows the address: 0 means that it has seen no share of it.',
        unit: 'short',
        width: 3,
        targets: [now(`min by (pool) (${series('fpga_pool_address_known', 'rig')})`, legends.pool)],
      }).thresholds(thresholds('red', [1, 'green'])),
    )
    .withPanel(
      stat({
        title: 'Pool answers',
        description: 'Whether the newest question to the pool was answered.',
        unit: 'short',
        width: 3,
        targets: [now(`min by (pool) (${series('fpga_pool_up', 'rig')})`, legends.pool)],
      }).thresholds(thresholds('red', [1, 'green'])),
    )
    .withPanel(
      graph({
        title: 'Answers of the pool',
        description: 'How long the newest answer took, and how old it is.',
        unit: 's',
        width: 24,
        height: 6,
        targets: [
          over(
            `max by (pool) (${series('fpga_pool_request_duration_seconds', 'rig')})`,
            `took {{pool}}`,
          ).refId('A'),
          over(
            `time() - max by (pool) (${series('fpga_pool_last_success_timestamp_seconds', 'rig')})`,
            `age {{pool}}`,
          ).refId('B'),
        ],
      }),
    )
    .withRow(new RowBuilder('The tool itself'))
    .withPanel(
      graph({
        title: 'Lines',
        description:
          'Lines a minute from the miner, by what was recognised. Only "other" for long: the format is not understood.',
        unit: 'short',
        width: 8,
        height: 6,
        targets: [
          over(
            `sum by (kind) (rate(${series('fpga_tee_lines_total', 'rig')}[$__rate_interval])) * 60`,
            '{{kind}}',
          ),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Log',
        description: 'Bytes a second from the miner and into the log; what waits, and what was lost.',
        unit: 'Bps',
        width: 8,
        height: 6,
        targets: [
          over(`sum(rate(${series('fpga_tee_bytes_total', 'rig')}[$__rate_interval]))`, 'read').refId('A'),
          over(`sum(rate(${series('fpga_tee_log_bytes_total', 'rig')}[$__rate_interval]))`, 'logged').refId(
            'B',
          ),
          over(
            `sum(rate(${series('fpga_tee_log_dropped_bytes_total', 'rig')}[$__rate_interval]))`,
            'lost',
          ).refId('C'),
          over(`sum(${series('fpga_tee_log_queued_bytes', 'rig')})`, 'waiting').refId('D'),
        ],
      }).overrideByQuery('D', onTheRight('bytes')),
    )
    .withPanel(
      graph({
        title: 'Warnings',
        description: 'Warnings of the tool in each step of the graph, by what they are about.',
        unit: 'short',
        width: 8,
        height: 6,
        targets: [
          over(
            `sum by (topic) (increase(${series('fpga_tee_warnings_total', 'rig')}[$__rate_interval]))`,
            '{{topic}}',
          ),
        ],
      })
        .drawStyle(common.GraphDrawStyle.Bars)
        .fillOpacity(60)
        .stacking(stacked()),
    );
}

function onTheRight(unit: string) {
  return [
    { id: 'unit', value: unit },
    { id: 'custom.axisPlacement', value: 'right' },
    { id: 'custom.fillOpacity', value: 0 },
  ];
}
