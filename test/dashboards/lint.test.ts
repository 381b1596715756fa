import { describe, expect, test } from 'vitest';
import { knownMetrics } from '../../dashboards/known-metrics.ts';
import { dashboards, panelsOf } from './support/panels.ts';
import { readQuery } from './support/promql.ts';

const source = `\${datasource}`;
const all = dashboards.flatMap((dashboard) =>
  panelsOf(dashboard).map((panel) => [`${dashboard.title}: ${panel.title}`, panel] as const),
);
const queries = [
  ...all.flatMap(([name, panel]) => (panel.targets ?? []).map(({ expr }) => [name, expr] as const)),
  ...dashboards.flatMap(({ title, annotations }) =>
    annotations.list.map(({ name, expr }) => [`${title}: mark ${name}`, expr] as const),
  ),
];

describe('each panel', () => {
  test.each(all)('%s has a description, a unit, queries and the data source of the variable', (_, panel) => {
    expect(panel.description).toMatch(/\.$/);
    expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
    expect(panel.targets?.length).toBeGreaterThan(0);
    expect(panel.datasource?.uid).toBe(source);
    const targets = panel.targets ?? [];
    expect(targets.filter(({ datasource }) => datasource?.uid !== source)).toEqual([]);
    if (targets.length > 1) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  test.each(dashboards)('$title: lies in the grid and on no other', (dashboard) => {
    const taken = new Map<string, string>();
    for (const { title, gridPos } of dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])])) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.get(`${x},${y}`), `below ${title} at ${x},${y}`).toBeUndefined();
          taken.set(`${x},${y}`, title);
        }
      }
    }
  });
});

describe('each query', () => {
  test.each(queries)('%s: %s', (_, expr) => {
    const { errors, metrics, selectors } = readQuery(expr);
    expect(errors).toEqual([]);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((name) => !knownMetrics.has(name))).toEqual([]);
    for (const { metric, text, functions } of selectors) {
      for (const variable of ['job', 'instance']) expect(text).toContain(`${variable}=~"$${variable}"`);
      const labels = knownMetrics.get(metric)?.labels ?? [];
      // An alarm is about a card, a miner or a rig.
      if (labels.includes('card') && metric !== 'ALERTS') expect(text).toMatch(/card=~"\$card\|?"/);
      else expect(text).not.toContain('$card');
      const appears = expr.includes(`${text} unless ${text} offset `);
      if (knownMetrics.get(metric)?.type === 'counter' && !(appears && functions.length === 0))
        expect(functions[0], `${metric} is a counter`).toMatch(/^(?:rate|irate|increase)$/);
      if (functions[0] === 'rate' && expr.includes('$__')) expect(expr).toContain('$__rate_interval');
    }
  });
});

describe('each dashboard', () => {
  test('has a uid of its own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { uid } of dashboards) expect(uid).toMatch(/^[a-z-]{1,40}$/);
  });

  test.each(dashboards)(
    '$title: has the variables, those of labels for several and for all',
    ({ templating }) => {
      expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance', 'card']);
      for (const variable of templating.list.slice(1)) {
        expect(variable).toMatchObject({ type: 'query', multi: true, includeAll: true, allValue: '.*' });
        expect(variable.datasource?.uid).toBe(source);
      }
    },
  );

  test.each(dashboards)('$title: calls no two panels the same', (dashboard) => {
    const titles = panelsOf(dashboard).map(({ title }) => title);
    expect(titles.filter((title, place) => titles.indexOf(title) !== place)).toEqual([]);
  });

  test.each(dashboards)('$title: numbers its panels', ({ panels }) => {
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, place) => place + 1));
  });

  test.each(dashboards)('$title: names no data source and needs no import dialog', (dashboard) => {
    expect(JSON.stringify(dashboard)).not.toMatch(/__inputs|DS_PROMETHEUS/);
    const uids = [
      ...JSON.stringify(dashboard).matchAll(/"datasource":\{"type":"prometheus","uid":"([^"]*)"/g),
    ];
    expect(new Set(uids.map(([, uid]) => uid))).toEqual(new Set([source]));
  });
});
