import * as common from '@grafana/grafana-foundation-sdk/common';
import type { AnyPanel } from '../frame.ts';
import { graph, onTheRight, stacked } from '../kinds.ts';
import { over, series } from '../queries.ts';

/** What the tool itself does. */
export const cardTool = (): readonly AnyPanel[] => [
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
  graph({
    title: 'Log',
    description: 'Bytes a second from the miner and into the log; what waits, and what was lost.',
    unit: 'Bps',
    width: 8,
    height: 6,
    targets: [
      over(`sum(rate(${series('fpga_tee_bytes_total', 'rig')}[$__rate_interval]))`, 'read').refId('A'),
      over(`sum(rate(${series('fpga_tee_log_bytes_total', 'rig')}[$__rate_interval]))`, 'logged').refId('B'),
      over(`sum(rate(${series('fpga_tee_log_dropped_bytes_total', 'rig')}[$__rate_interval]))`, 'lost').refId(
        'C',
      ),
      over(`sum(${series('fpga_tee_log_queued_bytes', 'rig')})`, 'waiting').refId('D'),
    ],
  }).overrideByQuery('D', onTheRight('bytes')),
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
];
