import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource, legends, matchers, type Scope, series } from './queries.ts';

/** The fixed uids, by which dashboards link to each other. */
export const uids = { card: 'fpga-tee-card', farm: 'fpga-tee-farm' } as const;

/** A panel of any kind, to be built. */
export type AnyPanel = Builder<dashboard.Panel>;

/** A part of a dashboard with a heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly AnyPanel[];
}

/** The rows below each other, their panels from left to right as they fit. */
export function withRows(to: dashboard.DashboardBuilder, rows: readonly Row[]): dashboard.DashboardBuilder {
  for (const { title, panels } of rows) {
    to.withRow(new dashboard.RowBuilder(title));
    for (const panel of panels) to.withPanel(panel);
  }
  return to;
}

/** To the dashboard of cards, for what stands in the row. */
export const toCards = (title: string, ...fields: readonly ('instance' | 'card')[]) => {
  const chosen = fields.map((field) => `var-${field}=\${__data.fields.${field}}`);
  const query = [`\${datasource:queryparam}`, ...chosen, `\${__url_time_range}`].join('&');
  return [new dashboard.DashboardLinkBuilder(title).url(`/d/${uids.card}?${query}`)];
};

/** To one card. */
export const cardLink = () => toCards('Show this card', 'instance', 'card');

/** The variables: whose data, and of which rigs and cards. */
function variables(): (dashboard.DatasourceVariableBuilder | dashboard.QueryVariableBuilder)[] {
  const rig = matchers.rig;
  return [
    new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    chosen('job', 'Job', 'label_values(fpga_tee_build_info, job)'),
    chosen('instance', 'Rig', 'label_values(fpga_tee_build_info{job=~"$job"}, instance)'),
    chosen('card', 'Card', `label_values(fpga_card_info{${rig}}, card)`),
  ];
}

function chosen(name: string, label: string, query: string): dashboard.QueryVariableBuilder {
  return (
    new dashboard.QueryVariableBuilder(name)
      .label(label)
      .datasource(datasource)
      .query({ query, refId: `${name}-values` })
      .definition(query)
      .multi(true)
      .includeAll(true)
      // Not a list of all names: of a thousand cards it would be longer than a query may be.
      .allValue('.*')
      .current({ selected: true, text: ['All'], value: ['$__all'] })
      .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
      .sort(dashboard.VariableSort.NaturalAsc)
  );
}

/** Marks in all graphs for what happened; each lasts two minutes, to be seen at scrape intervals up to one. */
function annotations(): dashboard.AnnotationQueryBuilder[] {
  return [
    mark('Miner restarts', 'orange', 'fpga_miner_restarts_total', 'rig', {
      title: 'The miner was restarted',
      text: '{{source}} · {{instance}}',
    }),
    mark('Events', 'purple', 'fpga_events_total', 'card-or-none', {
      // Not those that happen all the time.
      more: 'kind!~"new_block|stale_work|dev_fee|user_mining|hardware_error"',
      title: '{{kind}}',
      text: legends.card,
    }),
  ];
}

function mark(
  name: string,
  colour: string,
  metric: string,
  scope: Scope,
  words: { title: string; text: string; more?: string },
): dashboard.AnnotationQueryBuilder {
  const counter = series(metric, scope, words.more);
  return (
    new dashboard.AnnotationQueryBuilder()
      .name(name)
      .datasource(datasource)
      .enable(true)
      .iconColor(colour)
      // A counter that was not there before starts with 1: what it counts has just happened.
      .expr(`increase(${counter}[2m]) > 0 or (${counter} unless ${counter} offset 2m) > 0`)
      .step('60s')
      .titleFormat(words.title)
      .textFormat(words.text)
  );
}

/** A dashboard with what both have; panels are added to it. */
export function newDashboard(about: {
  uid: string;
  title: string;
  description: string;
  from: string;
}): dashboard.DashboardBuilder {
  return new dashboard.DashboardBuilder(about.title)
    .uid(about.uid)
    .description(about.description)
    .tags(['fpga-tee'])
    .editable()
    .timezone('browser')
    .time({ from: about.from, to: 'now' })
    .refresh('30s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables(variables())
    .annotations(annotations())
    .link(
      new dashboard.DashboardLinkBuilder('fpga-tee')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['fpga-tee'])
        .asDropdown(false)
        .includeVars(true)
        .keepTime(true),
    );
}
