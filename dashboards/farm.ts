import * as common from '@grafana/grafana-foundation-sdk/common';
import { DashboardLinkBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import {
  asLines,
  datasource,
  graph,
  legends,
  limits,
  newDashboard,
  now,
  over,
  rows,
  series,
  stacked,
  stat,
  table,
  thresholds,
  uids,
} from './parts.ts';

const hashrate = series('fpga_hashrate_hashes_per_second');
const temperature = series('fpga_temperature_celsius');
const cardUp = series('fpga_card_up');
const rigUp = 'up{job=~"$job",instance=~"$instance"}';

/** Hashes of different algorithms can't be added up: the sums are by bitstream. */
const byBitstream = (value: string): string =>
  `sum by (bitstream) (${value} * on (job, instance, card) group_left (bitstream) ${series('fpga_card_info')})`;

/** Of each rig: its cards' counter, and its miners' where they count for all their cards. */
const byRig = (card: string, miner: string, range: string): string =>
  `sum by (job, instance) (increase(${series(card)}[${range}]) or increase(${series(miner, 'rig')}[${range}]))`;
const rejectedOfRig = (range: string): string =>
  byRig('fpga_shares_rejected_total', 'fpga_miner_shares_rejected_total', range);
const sharesOfRig = (range: string): string => byRig('fpga_shares_total', 'fpga_miner_shares_total', range);

/** To the dashboard of cards, for what stands in the row. */
const toCards = (title: string, ...fields: readonly ('instance' | 'card')[]) => {
  const chosen = fields.map((field) => `var-${field}=\${__data.fields.${field}}`);
  const query = [`\${datasource:queryparam}`, ...chosen, `\${__url_time_range}`].join('&');
  return [new DashboardLinkBuilder(title).url(`/d/${uids.card}?${query}`)];
};
const cardLink = () => toCards('Show this card', 'instance', 'card');

/** All rigs and cards: what they do together, and which ones need somebody. */
export function farmDashboard() {
  return newDashboard({
    uid: uids.farm,
    title: 'FPGA farm',
    description: 'All rigs and their FPGA cards: totals, alarms, silent cards, the worst cards first.',
    from: 'now-24h',
  })
    .withRow(new RowBuilder('Now'))
    .withPanel(
      stat({
        title: 'Rigs not reached',
        description: 'Rigs whose metrics Prometheus can not scrape.',
        unit: 'short',
        width: 3,
        targets: [now(`count(${rigUp} == 0) or vector(0)`, 'rigs')],
      })
        .thresholds(limits.none())
        .colorMode(common.BigValueColorMode.Background),
    )
    .withPanel(
      stat({
        title: 'Silent cards',
        description: 'Cards that were read once and are not any more.',
        unit: 'short',
        width: 3,
        targets: [now(`count(${cardUp} == 0) or vector(0)`, 'cards')],
      })
        .thresholds(limits.none())
        .colorMode(common.BigValueColorMode.Background),
    )
    .withPanel(
      stat({
        title: 'Alarms',
        description: 'Alerts of dashboards/rules that fire.',
        unit: 'short',
        width: 3,
        targets: [now(`count(${firing()}) or vector(0)`, 'alarms')],
      })
        .thresholds(limits.none())
        .colorMode(common.BigValueColorMode.Background),
    )
    .withPanel(
      stat({
        title: 'Cards mining',
        description: 'Cards that are read.',
        unit: 'short',
        width: 3,
        targets: [now(`sum(${cardUp})`, 'cards')],
      }),
    )
    .withPanel(
      stat({
        title: 'Hottest card',
        description: 'Yellow from 60 °C, orange from 75 °C, red from 80 °C.',
        unit: 'celsius',
        width: 4,
        targets: [over(`max(${temperature})`, 'hottest')],
      })
        .graphMode(common.BigValueGraphMode.Area)
        .thresholds(limits.temperature())
        .decimals(1),
    )
    .withPanel(
      stat({
        title: 'Shares rejected, 1 h',
        description: 'Rejected of all shares of all rigs in the last hour.',
        unit: 'percentunit',
        width: 4,
        targets: [now(`sum(${rejectedOfRig('1h')}) / sum(${sharesOfRig('1h')})`, 'rejected')],
      })
        .thresholds(limits.errors())
        .decimals(2),
    )
    .withPanel(
      stat({
        title: 'Hardware errors, 1 h',
        description: 'Bad of all solutions of all cards in the last hour.',
        unit: 'percentunit',
        width: 4,
        targets: [
          now(
            `sum(increase(${series('fpga_solutions_bad_total')}[1h])) / sum(increase(${series('fpga_solutions_total')}[1h]))`,
            'errors',
          ),
        ],
      })
        .thresholds(limits.errors())
        .decimals(2),
    )
    .withPanel(
      stat({
        title: 'Hashrate by bitstream',
        description:
          'All cards together, as their miners state it; hashes of different algorithms do not add up.',
        unit: 'Hs',
        width: 12,
        targets: [over(byBitstream(hashrate), '{{bitstream}}')],
      })
        .graphMode(common.BigValueGraphMode.Area)
        .decimals(2),
    )
    .withPanel(
      stat({
        title: 'Hashrate by bitstream, 24 h average',
        description: 'Mean of each card while it was read in the last day, summed.',
        unit: 'Hs',
        width: 12,
        targets: [now(byBitstream(`avg_over_time(${hashrate}[24h])`), '{{bitstream}}')],
      }).decimals(2),
    )
    .withRow(new RowBuilder('Who needs somebody'))
    .withPanel(
      table({
        title: 'Firing alarms',
        description: 'Alerts of dashboards/rules that fire, the critical ones first.',
        unit: 'short',
        width: 12,
        targets: [rows(firing(), 'A')],
      })
        .withTransformation(
          organize(['Time', 'Value', '__name__', 'alertstate', 'job'], {
            severity: 0,
            alertname: 1,
            instance: 2,
            card: 3,
          }),
        )
        .sortBy([new common.TableSortByFieldStateBuilder().displayName('severity').desc(false)])
        .dataLinks(toCards('Show the cards of this rig', 'instance'))
        .noValue('No alarm'),
    )
    .withPanel(
      table({
        title: 'Which cards are silent',
        description: 'Cards that are not read any more, and when they last were.',
        unit: 'short',
        width: 12,
        targets: [
          rows(
            `${series('fpga_last_reading_timestamp_seconds')} * 1000 and on (job, instance, card) ${cardUp} == 0`,
            'A',
          ),
        ],
      })
        .withTransformation(
          organize(['Time', '__name__', 'job'], { instance: 0, card: 1, Value: 2 }, { Value: 'last seen' }),
        )
        .overrideByName('last seen', [{ id: 'unit', value: 'dateTimeFromNow' }])
        .dataLinks(cardLink())
        .noValue('No card is silent'),
    )
    .withPanel(worstCards())
    .withRow(new RowBuilder('Trends'))
    .withPanel(
      graph({
        title: 'Hashrate by bitstream, 15 min average',
        description: 'All cards together, averages of 15 minutes.',
        unit: 'Hs',
        width: 12,
        targets: [over(byBitstream(`avg_over_time(${hashrate}[15m])`), '{{bitstream}}')],
      }),
    )
    .withPanel(
      graph({
        title: 'Hashrate by rig',
        description: 'The cards of each rig together, averages of 15 minutes.',
        unit: 'Hs',
        width: 12,
        targets: [over(`sum by (job, instance) (avg_over_time(${hashrate}[15m]))`, legends.rig)],
      }),
    )
    .withPanel(temperatures())
    .withPanel(
      graph({
        title: 'The ten hottest cards',
        description: 'Chosen anew in each step of the graph, with the limits 60, 75 and 80 °C.',
        unit: 'celsius',
        width: 12,
        targets: [over(`topk(10, ${temperature})`, legends.card)],
      })
        .thresholds(limits.temperature())
        .thresholdsStyle(asLines()),
    )
    .withPanel(
      graph({
        title: 'The ten cards with most errors',
        description: 'Bad solutions of all in the last hour.',
        unit: 'percentunit',
        width: 8,
        targets: [
          over(
            `topk(10, increase(${series('fpga_solutions_bad_total')}[1h]) / increase(${series('fpga_solutions_total')}[1h]))`,
            legends.card,
          ),
        ],
      })
        .thresholds(limits.errors())
        .thresholdsStyle(asLines()),
    )
    .withPanel(
      graph({
        title: 'Rejected shares by rig',
        description: 'Rejected of all shares in the last hour.',
        unit: 'percentunit',
        width: 8,
        targets: [over(`${rejectedOfRig('1h')} / ${sharesOfRig('1h')}`, legends.rig)],
      })
        .thresholds(limits.errors())
        .thresholdsStyle(asLines()),
    )
    .withPanel(
      graph({
        title: 'Cards mining and silent',
        description: 'How many cards were read, and how many had fallen silent.',
        unit: 'short',
        width: 8,
        targets: [
          over(`sum(${cardUp})`, 'mining').refId('A'),
          over(`count(${cardUp}) - sum(${cardUp})`, 'silent').refId('B'),
        ],
      })
        .stacking(stacked())
        .fillOpacity(40),
    )
    .withPanel(
      graph({
        title: 'Miner restarts by rig',
        description: 'Restarts in the last hour.',
        unit: 'short',
        width: 8,
        targets: [
          over(
            `sum by (job, instance) (increase(${series('fpga_miner_restarts_total', 'rig')}[1h]))`,
            legends.rig,
          ),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Miner against pool',
        description:
          'Hashrate at each pool, averaged over an hour. Rigs that mine to one address see the same figure, so it is counted once.',
        unit: 'Hs',
        width: 8,
        targets: [
          over(`sum(avg_over_time(${hashrate}[1h]))`, 'all cards').refId('A'),
          over(
            `max by (pool, basis) (avg_over_time(${series('fpga_pool_hashrate_hashes_per_second', 'rig')}[1h]))`,
            '{{pool}} (by {{basis}})',
          ).refId('B'),
        ],
      }),
    )
    .withPanel(
      graph({
        title: 'Versions',
        description: 'Rigs by the version of fpga-tee.',
        unit: 'short',
        width: 8,
        targets: [over(`count by (version) (${series('fpga_tee_build_info', 'rig')})`, '{{version}}')],
      })
        .stacking(stacked())
        .fillOpacity(40),
    );
}

function firing(): string {
  return series('ALERTS', 'rig', 'alertname=~"Fpga.+",alertstate="firing"');
}

/** A row for each card, the one furthest below its own average first. */
function worstCards() {
  const average = `avg_over_time(${hashrate}[24h])`;
  const errors = `increase(${series('fpga_solutions_bad_total')}[1h]) / increase(${series('fpga_solutions_total')}[1h])`;
  return table({
    title: 'Worst cards first',
    description:
      'Hashrate of the last 15 minutes against the average of the day of the same card; a silent card has none.',
    unit: 'short',
    width: 24,
    height: 10,
    targets: [
      rows(`max by (instance, card) (avg_over_time(${hashrate}[15m]) / ${average})`, 'A'),
      rows(`max by (instance, card) (${hashrate})`, 'B'),
      rows(`max by (instance, card) (${average})`, 'C'),
      rows(`max by (instance, card) (${temperature})`, 'D'),
      rows(`max by (instance, card) (${errors})`, 'E'),
      rows(`max by (instance, card) (${cardUp})`, 'F'),
    ],
  })
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation(
      organize(
        ['Time'],
        {
          instance: 0,
          card: 1,
          'Value #F': 2,
          'Value #A': 3,
          'Value #B': 4,
          'Value #C': 5,
          'Value #D': 6,
          'Value #E': 7,
        },
        {
          'Value #A': 'of its average',
          'Value #B': 'hashrate',
          'Value #C': '24 h average',
          'Value #D': 'temperature',
          'Value #E': 'errors, 1 h',
          'Value #F': 'state',
        },
      ),
    )
    .overrideByName('of its average', [
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 0 },
      ...coloured([null, 'red'], [0.8, 'orange'], [0.95, 'green']),
    ])
    .overrideByName('hashrate', [{ id: 'unit', value: 'Hs' }])
    .overrideByName('24 h average', [{ id: 'unit', value: 'Hs' }])
    .overrideByName('temperature', [
      { id: 'unit', value: 'celsius' },
      ...coloured([null, 'green'], [60, 'yellow'], [75, 'orange'], [80, 'red']),
    ])
    .overrideByName('errors, 1 h', [
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 2 },
      ...coloured([null, 'green'], [0.005, 'yellow'], [0.01, 'orange'], [0.05, 'red']),
    ])
    .overrideByName('state', [
      ...coloured([null, 'red'], [1, 'green']),
      {
        id: 'mappings',
        value: [
          {
            type: 'value',
            options: { 0: { text: 'silent', index: 0 }, 1: { text: 'mining', index: 1 } },
          },
        ],
      },
    ])
    .sortBy([new common.TableSortByFieldStateBuilder().displayName('of its average').desc(false)])
    .dataLinks(cardLink());
}

function coloured(...steps: readonly (readonly [number | null, string])[]) {
  return [
    {
      id: 'thresholds',
      value: { mode: 'absolute', steps: steps.map(([value, color]) => ({ value, color })) },
    },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
    // Grafana 8 and 9 know it by this name.
    { id: 'custom.displayMode', value: 'color-text' },
  ];
}

/** Which columns are not shown, in which order the others stand, and what they are called. */
function organize(
  hidden: readonly string[],
  order: Readonly<Record<string, number>>,
  names: Readonly<Record<string, string>> = {},
) {
  return {
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries(hidden.map((name) => [name, true])),
      indexByName: order,
      renameByName: names,
    },
  };
}

/** How many cards are how hot: the farm's cooling at a glance. */
function temperatures(): heatmap.PanelBuilder {
  const buckets = (value: string) =>
    new common.HeatmapCalculationBucketConfigBuilder().mode(common.HeatmapCalculationMode.Size).value(value);
  return (
    new heatmap.PanelBuilder()
      .datasource(datasource)
      .title('Temperatures')
      .description('How many cards have which temperature, in steps of 5 °C.')
      .unit('celsius')
      .span(12)
      .height(8)
      .targets([over(temperature, legends.card)])
      // A thousand cards are a thousand series: a hundred points of each are enough here.
      .maxDataPoints(100)
      .calculate(true)
      .calculation(
        new common.HeatmapCalculationOptionsBuilder()
          .xBuckets(
            new common.HeatmapCalculationBucketConfigBuilder()
              .mode(common.HeatmapCalculationMode.Count)
              .value('60'),
          )
          .yBuckets(buckets('5')),
      )
      .yAxis(new heatmap.YAxisConfigBuilder().unit('celsius').decimals(0))
      .thresholds(thresholds('green'))
      .showLegend()
  );
}
