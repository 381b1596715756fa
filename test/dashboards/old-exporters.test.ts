import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownMetrics } from '../../dashboards/known-metrics.ts';
import { legacyMetricDefinitions } from '../../src/metrics/legacy-definitions.ts';

const document = readFileSync('docs/from-the-old-exporters.md', 'utf8');
const words = new Set(document.match(/\b[a-z_]+\b/g));

test('docs/from-the-old-exporters.md tells of every old name what it became', () => {
  const names = legacyMetricDefinitions.map(({ name }) => name);
  expect(names.filter((name) => !words.has(name))).toEqual([]);
});

test('docs/from-the-old-exporters.md names no metric that there is not', () => {
  const named = [...words].filter((word) => word.startsWith('fpga_'));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !knownMetrics.has(name))).toEqual([]);
});
