import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gaugeNames, gauges } from '../../src/readings/gauges.ts';
import { formats } from '../../src/simulate/formats/index.ts';
import { LeftOut } from '../support/left-out.ts';
import { Prometheus, promtool } from '../support/prometheus.ts';
import { history, job, openMetrics, rigs } from './support/history.ts';
import { dashboards, panelsOf } from './support/panels.ts';

const range = { from: history.from, to: history.from + history.seconds, step: 300 };

/** What a user has chosen; `.*` is what All stands for. */
interface Choice {
  readonly job: string;
  readonly instance: string;
  readonly card: string;
}

const everything: Choice = { job: '.*', instance: '.*', card: '.*' };

/** A query as Grafana sends it, for graphs of which a point covers five minutes. */
function filledIn(expr: string, choice: Choice): string {
  return expr
    .replaceAll('$__rate_interval', '300s')
    .replaceAll('$__range', `${history.seconds}s`)
    .replaceAll('$job', choice.job)
    .replaceAll('$instance', choice.instance)
    .replaceAll('$card', choice.card);
}

const targets = dashboards.flatMap((dashboard) =>
  panelsOf(dashboard).flatMap((panel) =>
    (panel.targets ?? []).map((target) => ({ name: `${dashboard.title}: ${panel.title}`, panel, ...target })),
  ),
);

/** A Prometheus that has the history. */
let prometheus: Prometheus;

/** Why there is none here. */
let leftOut: LeftOut | null = null;

beforeAll(async () => {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error;
    leftOut = error;
  }
}, 60_000);

beforeEach(({ skip }) => {
  if (leftOut !== null) skip(leftOut.message);
});

async function start(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fpga-tee-history-'));
  const file = path.join(folder, 'history.om');
  writeFileSync(file, openMetrics());
  const said = promtool(['tsdb', 'create-blocks-from', 'openmetrics', file, path.join(folder, 'data')]);
  expect(said.code, said.text).toBe(0);
  prometheus = await new Prometheus('{}', folder).ready();
}

afterAll(() => prometheus?.stop());

/** How many values a panel's query gives over the time, or at its end. */
async function given(expr: string, instant: boolean | undefined, choice: Choice): Promise<number> {
  const query = filledIn(expr, choice);
  const found =
    instant === true ? await prometheus.query(query, range.to) : await prometheus.queryRange(query, range);
  return found.flatMap(({ values }) => values).filter(([, value]) => Number.isFinite(value)).length;
}

/** Gauges that not every miner prints. */
const seldomGauges = gaugeNames.filter((name) =>
  Object.values(formats).some(({ precision }) => precision[name] === undefined),
);

/** Gauges that no miner of the simulator prints: there is no data to ask for. */
const unprinted = gaugeNames.filter((name) =>
  Object.values(formats).every(({ precision }) => precision[name] === undefined),
);
const answerable = targets.filter(
  ({ expr }) => !unprinted.some((name) => expr.includes(gauges[name].metric.name)),
);

describe('every query of every panel gives data', () => {
  test.each(answerable)('for all rigs and cards: $name: $expr', async ({ expr, instant }) => {
    expect(await given(expr, instant, everything)).toBeGreaterThan(0);
  });

  test.each(answerable)('for one card: $name: $expr', async ({ expr, instant, panel }) => {
    // Shares are counted by card or by miner, not all miners tell of events and print all gauges, and the silent card is
    // on one rig.
    const counts = await Promise.all(
      rigs.map(({ instance }) => given(expr, instant, { job, instance, card: 'card1' })),
    );
    expect(Math.max(...counts)).toBeGreaterThan(0);
    const onlySome =
      /fpga_miner_shares|fpga_shares_|fpga_events/.test(expr) ||
      seldomGauges.some((name) => expr.includes(gauges[name].metric.name)) ||
      panel.title.includes('silent');
    if (!onlySome) expect(counts.slice(0, 3).every((count) => count > 0)).toBe(true);
  });

  const marks = dashboards.flatMap(({ title, annotations }) =>
    annotations.list.map((mark) => ({ title, ...mark })),
  );
  test.each(marks)('$title: mark $name', async ({ expr, step }) => {
    const found = await prometheus.queryRange(filledIn(expr, everything), {
      ...range,
      step: Number.parseInt(step, 10),
    });
    expect(found.length).toBeGreaterThan(0);
  });
});

describe('the variables', () => {
  const asked = dashboards.flatMap(({ title, templating }) =>
    templating.list.slice(1).map(({ name, definition = '' }) => ({ title, name, definition })),
  );

  test.each(asked)('$title: $name', async ({ name, definition }) => {
    const [, match = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? [];
    const values = await prometheus.labelValues(label, filledIn(match, everything), range);
    const expected: Record<string, readonly string[]> = {
      job: [job],
      instance: rigs.map(({ instance }) => instance),
      card: ['card1', 'card2', 'card3'],
    };
    expect([...values].sort()).toEqual(expected[name]);
  });
});

describe('what the farm shows', () => {
  const farm = targets.filter(({ name }) => name.startsWith('FPGA farm'));
  const ask = async (title: string) => {
    const target = farm.find(({ panel }) => panel.title === title);
    return prometheus.query(filledIn(target?.expr ?? '', everything), range.to);
  };

  test('is the card that fell silent, and since when', async () => {
    const [silent, ...others] = await ask('Which cards are silent');
    expect(others).toEqual([]);
    expect(silent?.metric).toMatchObject({ instance: 'rig4:9464', card: 'card1' });
    const hours = ((silent?.values[0]?.[1] ?? 0) / 1000 - history.from) / 3600;
    expect(hours).toBeGreaterThan(3.9);
    expect(hours).toBeLessThan(4.1);
  });

  test('are hashrates summed by bitstream only', async () => {
    const sums = await ask('Hashrate by bitstream');
    expect(sums.map(({ metric }) => metric['bitstream']).sort()).toEqual(['nimiq', 'rb4', 'whitefire-table']);
  });

  test('are all cards but the silent one', async () => {
    expect((await ask('Cards mining'))[0]?.values[0]?.[1]).toBe(6);
    expect((await ask('Silent cards'))[0]?.values[0]?.[1]).toBe(1);
    expect(await ask('Worst cards first')).toHaveLength(6);
  });
});
