import { cardDashboard } from './card.ts';
import { farmDashboard } from './farm.ts';

/** The dashboards as files that Grafana 8 and newer import or are provisioned with; paths from the repository's root. */
export function buildDashboards(): readonly { readonly file: string; readonly json: string }[] {
  return [
    { file: 'dashboards/card.json', json: jsonOf(cardDashboard()) },
    { file: 'dashboards/farm.json', json: jsonOf(farmDashboard()) },
  ];
}

function jsonOf(dashboard: { build(): unknown }): string {
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`;
}
