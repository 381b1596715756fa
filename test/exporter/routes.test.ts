import { expect, test } from 'vitest';
import { type PoolRoutesOptions, poolRoutes } from '../../src/exporter/routes.ts';
import { createPoolMetrics } from '../../src/metrics/metrics.ts';
import type { WebRequest } from '../../src/web/answer.ts';
import { aPool } from '../support/snapshots.ts';

const html = 'text/html,*/*;q=0.8';

async function answerTo(
  url: string,
  request: Partial<WebRequest> = {},
  changes: Partial<PoolRoutesOptions> = {},
) {
  const route = poolRoutes({
    metrics: createPoolMetrics({ legacy: false }),
    pools: () => [aPool({ name: '<a>' }), aPool({ name: 'b', up: false, problem: 'refuses the connection' })],
    probes: { probe: async () => ({ contentType: 'text/plain', body: 'probe_success 1\n' }) },
    probing: () => ({
      modules: new Map([['mine', { address: '0x5ec2e7000000', kind: null, paths: null }]]),
      targets: null,
    }),
    clock: { monotonic: () => 0, wall: () => 1_700_000_000 },
    host: 'box',
    ...changes,
  });
  const asked = {
    method: 'GET',
    url,
    accept: undefined,
    hasBody: false,
    scrapeTimeout: undefined,
    ...request,
  };
  const { status, headers, body } = await route(asked);
  return { status, headers, body: body.toString() };
}

test('a browser gets a row for each pool, whoever scrapes gets the metrics', async () => {
  const page = await answerTo('/', { accept: html });
  expect(page.body).toContain('pool &lt;a&gt;: ');
  expect(page.body).toContain('<p class="bad">pool b: refuses the connection');
  expect(page.body).toContain('<title>box 2 pools · 1 in trouble</title>');
  for (const url of ['/', '/metrics']) {
    const metrics = await answerTo(url);
    expect(metrics.body).toMatch(/^fpga_pool_up\{pool="b"\} 0$/m);
    // The dashboards find by it whom to ask for.
    expect(metrics.body).toMatch(/^fpga_tee_build_info\{/m);
    expect(metrics.body).not.toMatch(/fpga_card_|fpga_miner_/);
  }
});

test("the page's own parts are there", async () => {
  for (const url of ['/page.js', '/icon.svg', '/icon-red.svg', '/manifest.webmanifest'])
    expect((await answerTo(url)).status, url).toBe(200);
});

test('the health is that of the pools', async () => {
  expect(await answerTo('/health')).toMatchObject({ status: 200 });
  const none = await answerTo('/health', {}, { pools: () => [] });
  expect(JSON.parse(none.body)).toEqual({ status: 'ok', reason: null, pools: [] });
  const failing = { pools: () => [aPool({ up: false, problem: 'fails (HTTP 500)' })] };
  expect(await answerTo('/health', {}, failing)).toMatchObject({ status: 503 });
});

test('a probe is answered, a wrong one with one line, one too many with a time to wait', async () => {
  const probe = '/probe?target=https://pool.example&module=mine';
  expect(await answerTo(probe)).toMatchObject({ status: 200, body: 'probe_success 1\n' });
  expect(await answerTo('/probe')).toMatchObject({
    status: 400,
    body: expect.stringMatching(/^module: [^\n]+\n$/),
  });
  expect(await answerTo(probe, { scrapeTimeout: 'soon' })).toMatchObject({ status: 400 });
  expect(await answerTo(`${probe}x`)).toMatchObject({ status: 404 });
  const busy = await answerTo(probe, {}, { probes: { probe: async () => null } });
  expect(busy).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
});

test('nothing else is served, and nothing is taken', async () => {
  expect((await answerTo('/api/cards')).status).toBe(404);
  expect((await answerTo('/metrics', { method: 'POST' })).status).toBe(405);
  expect((await answerTo('/metrics', { hasBody: true })).status).toBe(413);
});
