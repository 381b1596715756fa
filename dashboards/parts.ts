import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

/** The data source is a variable: importing and provisioning both work, whatever its name. */
export const datasource = { type: 'prometheus', uid: `\${datasource}` };

/** The fixed uids, by which dashboards link to each other. */
export const uids = { card: 'fpga-tee-card', farm: 'fpga-tee-farm' } as const;

/** What a series belongs to: one card, a card or none (of those that are counted for all together), or the rig. */
type Scope = 'card' | 'card-or-none' | 'rig';

const matchers: Readonly<Record<Scope, string>> = {
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

/** Colours from values on; the first one holds for all below. */
export function thresholds(base: string, ...steps: readonly (readonly [value: number, colour: string])[]) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: base }, ...steps.map(([value, color]) => ({ value, color }))]);
}

/** The limits that the predecessor's dashboards had. */
export const limits = {
  /** °C */
  temperature: () => thresholds('green', [60, 'yellow'], [75, 'orange'], [80, 'red']),
  /** Hardware errors and rejected shares, 0–1. */
  errors: () => thresholds('green', [0.005, 'yellow'], [0.01, 'orange'], [0.05, 'red']),
  /** Nothing is right, anything is not. */
  none: () => thresholds('green', [1, 'red']),
  plain: () => thresholds('text'),
};

/** What `fpga_card_up` and `up` mean. */
export const upOrSilent: dashboard.ValueMapping[] = [
  {
    type: dashboard.MappingType.ValueToText,
    options: {
      0: { text: 'silent', color: 'red', index: 0 },
      1: { text: 'mining', color: 'green', index: 1 },
    },
  },
];

/** What every panel has. Sizes are of Grafana's grid: 24 columns, a unit of height is 30 pixels. */
export interface About {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly width: number;
  readonly height?: number;
  readonly targets: readonly DataqueryBuilder[];
}

/** A number for each series, coloured by its limits. */
export function stat({ title, description, unit, width, height = 4, targets }: About): Stat {
  return new Stat()
    .datasource(datasource)
    .title(title)
    .description(description)
    .unit(unit)
    .span(width)
    .height(height)
    .targets([...targets])
    .thresholds(limits.plain())
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(''))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .justifyMode(common.BigValueJustifyMode.Auto)
    .textMode(common.BigValueTextMode.Auto)
    .orientation(common.VizOrientation.Auto)
    .noValue('–');
}

/** Lines over time. A gap is a gap: a card that was silent has no hashrate. */
export function graph({ title, description, unit, width, height = 8, targets }: About): TimeSeries {
  return new TimeSeries()
    .datasource(datasource)
    .title(title)
    .description(description)
    .unit(unit)
    .span(width)
    .height(height)
    .targets([...targets])
    .lineWidth(1)
    .fillOpacity(5)
    .showPoints(common.VisibilityMode.Never)
    .spanNulls(false)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
}

/** The limits as lines in a graph. */
export const asLines = () =>
  new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed);

/** Counts as bars on each other. */
export const stacked = () => new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A');

/** Rows of series. */
export function table({ title, description, unit, width, height = 8, targets }: About): Table {
  return new Table()
    .datasource(datasource)
    .title(title)
    .description(description)
    .unit(unit)
    .span(width)
    .height(height)
    .targets([...targets])
    .thresholds(limits.plain())
    .noValue('–');
}

/** States over time, a strip for each series. */
export function strips({ title, description, unit, width, height = 5, targets }: About): StateTimeline {
  return new StateTimeline()
    .datasource(datasource)
    .title(title)
    .description(description)
    .unit(unit)
    .span(width)
    .height(height)
    .targets([...targets])
    .mappings(upOrSilent)
    .thresholds(thresholds('red', [1, 'green']))
    .showValue(common.VisibilityMode.Never)
    .mergeValues(true)
    .fillOpacity(70)
    .lineWidth(0);
}

/** The variables: whose data, and of which rigs and cards. */
export function variables(): (dashboard.DatasourceVariableBuilder | dashboard.QueryVariableBuilder)[] {
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
export function annotations(): dashboard.AnnotationQueryBuilder[] {
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
