import * as common from '@grafana/grafana-foundation-sdk/common';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import { thresholds } from '../kinds.ts';
import { datasource, legends, ofCards, over } from '../queries.ts';

/** How many cards are how hot: the farm's cooling at a glance. */
export function temperatures(): heatmap.PanelBuilder {
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
      .targets([over(ofCards.temperature, legends.card)])
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
