import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { forGauges, gauges } from '../src/readings/gauges.ts';

/** The data source is a variable: importing and provisioning both work, whatever its name. */
export const datasource = { type: 'prometheus', uid: `\${datasource}` };

/** What a series belongs to: one card, a card or none (of those that are counted for all together), or the rig. */
export type Scope = 'card' | 'card-or-none' | 'rig';

/** The matchers of each scope. */
export const matchers: Readonly<Record<Scope, string>> = {
  card: 'job=~"$job",instance=~"$instance",card=~"$card"',
  'card-or-none': 'job=~"$job",instance=~"$instance",card=~"$card|"',
  rig: 'job=~"$job",instance=~"$instance"',
};

/** A metric's series as the dashboard's variables choose them, and `more` matchers. */
export function series(metric: string, scope: Scope = 'card', more = ''): string {
  return `${metric}{${[matchers[scope], more].filter((part) => part !== '').join(',')}}`;
}

/** A series' name in a legend. */
export const legends = { card: '{{card}} · {{instance}}', rig: '{{instance}}', pool: '{{pool}}' } as const;

/** A query over the time range. */
export function over(expr: string, legend: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(datasource).expr(expr).legendFormat(legend).range().refId('A');
}

/** A query for the newest values. */
export function now(expr: string, legend: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(datasource).expr(expr).legendFormat(legend).instant().refId('A');
}

/** A query for the newest values, a row for each series. */
export function rows(expr: string, refId: string): DataqueryBuilder {
  return new DataqueryBuilder()
    .datasource(datasource)
    .expr(expr)
    .format(PromQueryFormat.Table)
    .instant()
    .refId(refId);
}

/** What the dashboards ask for more than once: the series of the chosen cards. */
export const ofCards = {
  ...forGauges((name) => series(gauges[name].metric.name)),
  up: series('fpga_card_up'),
};
