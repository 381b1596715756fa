import type { Dashboard, DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { cardDashboard } from './card.ts';
import { farmDashboard } from './farm.ts';

/** The dashboards as files that Grafana 8 and newer import or are provisioned with; paths from the repository's root. */
export function buildDashboards(): readonly { readonly file: string; readonly json: string }[] {
  return [
    { file: 'dashboards/card.json', json: jsonOf(cardDashboard()) },
    { file: 'dashboards/farm.json', json: jsonOf(farmDashboard()) },
  ];
}

function jsonOf(builder: DashboardBuilder): string {
  return `${JSON.stringify(finished(builder.build()), null, 2)}\n`;
}

/** With numbers for the panels, which the SDK leaves to Grafana, and with links and marks where everybody sees them. */
function finished({ panels = [], links = [], annotations, ...dashboard }: Dashboard): Dashboard {
  return {
    ...dashboard,
    panels: panels.map((panel, place) => ({ ...panel, id: place + 1 })),
    links: links.map(({ placement: _, ...link }) => link),
    annotations: { list: (annotations?.list ?? []).map(({ placement: _, ...mark }) => mark) },
  };
}
