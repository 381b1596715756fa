import * as common from '@grafana/grafana-foundation-sdk/common';
import { firing } from '../farm-queries.ts';
import { type AnyPanel, cardLink, toCards } from '../frame.ts';
import { table } from '../kinds.ts';
import { ofCards, rows, series } from '../queries.ts';
import { organize } from './columns.ts';
import { worstCards } from './worst-cards.ts';

/** Whom to look after: alarms, silent cards, the worst cards first. */
export const farmNeeds = (): readonly AnyPanel[] => [
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
  table({
    title: 'Which cards are silent',
    description: 'Cards that are not read any more, and when they last were.',
    unit: 'short',
    width: 12,
    targets: [
      rows(
        `${series('fpga_last_reading_timestamp_seconds')} * 1000 and on (job, instance, card) ${ofCards.up} == 0`,
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
  worstCards(),
];
