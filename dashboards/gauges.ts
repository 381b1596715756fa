import * as common from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import type { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { type GaugeName, gauges } from '../src/readings/gauges.ts';
import { timesTenTo } from '../src/readings/units.ts';
import { asLines, graph, stat, thresholds } from './kinds.ts';
import { legends, now, ofCards, over } from './queries.ts';

/** The colours of a gauge's values and from where on they hold: as in the panel and on the page. */
export function limitSteps(name: GaugeName): readonly (readonly [from: number, colour: string])[] {
  const { limits } = gauges[name];
  return limits === null
    ? []
    : [
        [limits.yellow, 'yellow'],
        [limits.red, 'red'],
      ];
}

/** The same for a panel. */
export const limitsOf = (name: GaugeName) => thresholds('green', ...limitSteps(name));

/** The same in words, in people's units: `Yellow from 65 °C, red from 80 °C.` */
export function limitWords(name: GaugeName): string {
  const words = limitSteps(name).map(([from, colour]) => `${colour} from ${inUnit(name, from)}`);
  const text = words.join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A gauge's newest value of each card; with its past behind it, and coloured, where it has limits. */
export function gaugeStat(name: GaugeName): Stat {
  const { grafana, digits, limits } = gauges[name];
  const query = limits === null ? now : over;
  const panel = stat({
    title: grafana.title,
    description: `${grafana.description} ${limitWords(name)}`.trim(),
    unit: grafana.unit,
    width: limits === null ? 3 : 4,
    targets: [query(ofCards[name], legends.card)],
  }).decimals(digits.behindPoint);
  return limits === null ? panel : panel.graphMode(common.BigValueGraphMode.Area).thresholds(limitsOf(name));
}

/** A gauge of each card over time, with its limits. */
export function gaugeGraph(name: GaugeName): TimeSeries {
  const { grafana, limits } = gauges[name];
  const panel = graph({
    title: `${grafana.title} over time`,
    description: `${grafana.description} ${limitWords(name)}`.trim(),
    unit: grafana.unit,
    width: 8,
    targets: [over(ofCards[name], legends.card)],
  });
  return limits === null ? panel : panel.thresholds(limitsOf(name)).thresholdsStyle(asLines());
}

function inUnit(name: GaugeName, value: number): string {
  const { unit } = gauges[name];
  return unit === null ? `${value}` : `${timesTenTo(-unit.exponent, value)} ${unit.name}`;
}
