import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { knownMetrics } from '../../dashboards/known-metrics.ts';
import { type GaugeName, gaugeNames, gauges } from '../../src/readings/gauges.ts';
import { promtool } from '../support/prometheus.ts';
import { alertNames } from './support/history.ts';
import { readQuery } from './support/promql.ts';

const folder = 'dashboards/rules';
const filesIn = (place: string): string[] =>
  readdirSync(place)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => path.join(place, file));
const ruleFiles = filesIn(folder);
const testFiles = filesIn(path.join(folder, 'tests'));

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

interface TestFile {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly {
      readonly alertname: string;
      readonly exp_alerts?: readonly unknown[];
    }[];
  }[];
}

const rules = ruleFiles.flatMap((file) => {
  const { groups }: RuleFile = parse(readFileSync(file, 'utf8'));
  return groups.flatMap((group) => group.rules);
});
const alerts = rules.filter(({ alert }) => alert !== undefined);
const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
const cases = testFiles.flatMap((file) => {
  const { tests }: TestFile = parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 });
  return tests.flatMap((each) => each.alert_rule_test ?? []);
});

describe('the rules', () => {
  test('are what Prometheus takes', () => {
    const said = promtool(['check', 'rules', '--lint-fatal', ...ruleFiles]);
    expect(said.code, said.text).toBe(0);
  });

  test.each(testFiles)('keep %s', { timeout: 120_000 }, (file) => {
    const said = promtool(['test', 'rules', file]);
    expect(said.code, said.text).toBe(0);
  });

  test.each(rules.map((rule) => [rule.alert ?? rule.record ?? '', rule] as const))(
    '%s asks for metrics that there are',
    (_, { expr }) => {
      const { metrics, errors } = readQuery(expr);
      expect(errors).toEqual([]);
      expect(metrics.length).toBeGreaterThan(0);
      expect(metrics.filter((name) => !knownMetrics.has(name) && !recorded.has(name))).toEqual([]);
    },
  );
});

describe('an alert about a gauge', () => {
  const judged = gaugeNames.filter((name) => gauges[name].limits !== null);

  /** What each alert compares the gauge with. */
  const boundsOf = (name: GaugeName) =>
    alerts.flatMap(({ alert, expr }) =>
      [...expr.matchAll(new RegExp(`\\b${gauges[name].metric.name} > ([\\d.]+)`, 'g'))].map(
        ([, bound]) => [alert, Number(bound)] as const,
      ),
    );

  test.each(judged)('never fires while the panel and the page show no red: %s', (name) => {
    expect(boundsOf(name)).not.toEqual([]);
    for (const [alert, bound] of boundsOf(name))
      expect(bound, alert).toBeGreaterThanOrEqual(gauges[name].limits?.red ?? Number.NaN);
  });

  test('of too much heat fires where they turn red, and says so', () => {
    const red = gauges.temperature.limits?.red ?? Number.NaN;
    expect(boundsOf('temperature')).toEqual([['FpgaTemperatureHigh', red]]);
    const rule = alerts.find(({ alert }) => alert === 'FpgaTemperatureHigh');
    expect(rule?.annotations?.['description']).toContain(`(${red} °C `);
    expect(readFileSync('docs/prometheus.md', 'utf8')).toContain(`| above ${red} °C for`);
  });
});

describe('each alert', () => {
  test('has a name of its own with the prefix', () => {
    expect(new Set(alertNames()).size).toBe(alertNames().length);
    expect(alertNames().filter((name) => !/^Fpga([A-Z][a-z]+)+$/.test(name))).toEqual([]);
  });

  test.each(alerts.map((rule) => [rule.alert ?? '', rule] as const))(
    '%s says how bad it is, what is wrong and what to do',
    (_, { labels, annotations }) => {
      expect(labels?.['severity']).toMatch(/^(?:critical|warning)$/);
      for (const name of ['summary', 'description', 'runbook'])
        expect(annotations?.[name], name).toMatch(/^.{15,}$/);
    },
  );

  test.each(alerts)('$alert stands in docs/prometheus.md', ({ alert, labels }) => {
    const row = readFileSync('docs/prometheus.md', 'utf8').match(new RegExp(`^\\| \`${alert}\` \\|.*$`, 'm'));
    expect(row?.[0]).toMatch(new RegExp(`\\| ${labels?.['severity']} \\|$`));
  });

  test.each(alertNames())('%s is shown to fire, and not to', (name) => {
    const own = cases.filter(({ alertname }) => alertname === name);
    const fires = own.filter(({ exp_alerts }) => (exp_alerts?.length ?? 0) > 0);
    expect(fires.length).toBeGreaterThan(0);
    expect(own.length - fires.length).toBeGreaterThan(0);
  });
});
