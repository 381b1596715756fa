import * as common from '@grafana/grafana-foundation-sdk/common';
import { cardLink } from '../frame.ts';
import { limitSteps } from '../gauges.ts';
import { table } from '../kinds.ts';
import { ofCards, rows, series } from '../queries.ts';
import { organize } from './columns.ts';

/** A row for each card, the one furthest below its own average first. */
export function worstCards() {
  const average = `avg_over_time(${ofCards.hashrate}[24h])`;
  const errors = `increase(${series('fpga_solutions_bad_total')}[1h]) / increase(${series('fpga_solutions_total')}[1h])`;
  return table({
    title: 'Worst cards first',
    description:
      'Hashrate of the last 15 minutes against the average of the day of the same card; a silent card has none.',
    unit: 'short',
    width: 24,
    height: 10,
    targets: [
      rows(`max by (instance, card) (avg_over_time(${ofCards.hashrate}[15m]) / ${average})`, 'A'),
      rows(`max by (instance, card) (${ofCards.hashrate})`, 'B'),
      rows(`max by (instance, card) (${average})`, 'C'),
      rows(`max by (instance, card) (${ofCards.temperature})`, 'D'),
      rows(`max by (instance, card) (${errors})`, 'E'),
      rows(`max by (instance, card) (${ofCards.up})`, 'F'),
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
      ...coloured([null, 'green'], ...limitSteps('temperature')),
    ])
    .overrideByName('errors, 1 h', [
      { id: 'unit', value: 'percentunit' },
      { id: 'decimals', value: 2 },
      ...coloured([null, 'green'], ...limitSteps('errorRatio')),
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
