import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { datasource } from './queries.ts';

/** Colours from values on; the first one holds for all below. */
export function thresholds(base: string, ...steps: readonly (readonly [value: number, colour: string])[]) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: base }, ...steps.map(([value, color]) => ({ value, color }))]);
}

/** The limits of what is no gauge. */
export const limits = {
  /** Rejected shares, 0–1. */
  rejected: () => thresholds('green', [0.005, 'yellow'], [0.01, 'orange'], [0.05, 'red']),
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

/** A query's values on an axis of their own. */
export function onTheRight(unit: string) {
  return [
    { id: 'unit', value: unit },
    { id: 'custom.axisPlacement', value: 'right' },
    { id: 'custom.fillOpacity', value: 0 },
  ];
}
