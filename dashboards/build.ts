import type { Dashboard, DashboardBuilder, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
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
    panels: inGrid(panels).map((panel, place) => ({ ...panel, id: place + 1 })),
    links: links.map(({ placement: _, ...link }) => link),
    annotations: { list: (annotations?.list ?? []).map(({ placement: _, ...mark }) => mark) },
  };
}

/** From left to right as they fit into Grafana's 24 columns, below each other. */
function inGrid<Item extends Panel | RowPanel>(panels: readonly Item[]): readonly Item[] {
  let [x, y, height] = [0, 0, 0];
  return panels.map((panel) => {
    const { w, h } = panel.gridPos ?? { w: 24, h: 1 };
    if (x + w > 24) {
      y += height;
      [x, height] = [0, 0];
    }
    const gridPos = { h, w, x, y };
    x += w;
    height = Math.max(height, h);
    return { ...panel, gridPos };
  });
}
