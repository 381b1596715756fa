import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { dashboards, panelsOf } from '../dashboards/support/panels.ts';
import { freePort, httpServer } from '../pools/support/servers.ts';
import { Prometheus } from '../support/prometheus.ts';
import { secretAddress } from './support/bad-pools.ts';
import { ask, browser, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const here = ['--host', '127.0.0.1', '--port', '0'];
const other = secretAddress.replace('0x5', '0x6');

/** A pool that knows one address by its end, and tells how often it was asked. */
function pool(hashrate: number) {
  return httpServer((request, response) => {
    const known = request.url?.includes(secretAddress) === true;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ rate: known ? hashrate : hashrate / 2 }));
  });
}

/** What a panel of the dashboard shows of the probes, by their pools. */
async function panelValues(prometheus: Prometheus, title: string) {
  const panel = dashboards.flatMap(panelsOf).find((one) => one.title === title);
  const query = (panel?.targets?.[0]?.expr ?? '')
    .replaceAll('$job', 'fpga-pool-probes')
    .replaceAll('$instance', '.*');
  const found = await prometheus.query(query);
  return found.map(({ metric, values }) => [metric['pool'], values[0]?.[1]] as const);
}

const account = (address: string) => `address: ${address}, kind: json, json: 'hashrate=rate'`;

describe('pools without a miner', () => {
  test('two pools, two addresses each: in metrics, page and health, and the addresses nowhere', async ({
    fpgaTee,
    directory,
  }) => {
    const [one, two] = [await pool(4e9), await pool(6e9)];
    const gone = await freePort();
    try {
      const items = [one.url, two.url].flatMap((url, at) =>
        [secretAddress, other].map(
          (address, place) =>
            `  - { url: '${url}/{address}', ${account(address)}, name: ${'ab'[at]}${place + 1} }`,
        ),
      );
      const dead = `  - { url: 'http://127.0.0.1:${gone}', ${account(other)}, name: dead }`;
      await writeFile(path.join(directory, 'pools.yaml'), `pools:\n${[...items, dead].join('\n')}\n`);
      const program = fpgaTee(['pool', '--serve', ...here, '--config', 'pools.yaml', '--legacy-metrics']);
      const address = await program.address();
      const page = await until(async () => {
        const { body } = await ask(`${address}/metrics`);
        return value(body, 'fpga_pool_up{pool="b2"}') === 1 && body.includes('fpga_pool_up{pool="dead"} 0')
          ? body
          : null;
      });
      for (const [name, rate] of [
        ['a1', 4e9],
        ['a2', 2e9],
        ['b1', 6e9],
        ['b2', 3e9],
      ] as const)
        expect(value(page, `fpga_pool_hashrate_hashes_per_second{pool="${name}",basis="pool"}`)).toBe(rate);
      expect(page).toMatch(/^pool_hashrate 15$/m);
      expect(page).not.toContain('fpga_card_');
      const health = await ask(`${address}/health`);
      expect(health.status).toBe(200);
      expect(JSON.parse(health.body)).toMatchObject({
        status: 'ok',
        reason: expect.stringMatching(/^pool dead refuses the connection$/),
      });
      const shown = await ask(`${address}/`, { headers: browser });
      expect(shown.body).toContain('pool a1: 4.000 GH/s');
      for (const text of [page, shown.body, program.stderr]) expect(text).not.toContain('5ec2e7');
      program.signal('SIGTERM');
      expect(await program.ended).toBe(143);
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });

  test('a real Prometheus probes them by the configuration that comes with the tool', async ({
    fpgaTee,
    directory,
  }) => {
    const one = await pool(4e9);
    const gone = `http://127.0.0.1:${await freePort()}`;
    await writeFile(
      path.join(directory, 'pools.yaml'),
      `modules:\n  mine: { ${account(secretAddress)} }\ntargets: ['${one.url}/{address}', '${gone}']\n`,
    );
    const program = fpgaTee(['pool', '--serve', ...here, '--config', 'pools.yaml']);
    const { host } = new URL(await program.address());
    const configuration = (await readFile('dashboards/pools.yml', 'utf8'))
      .replaceAll('localhost:9091', host)
      .replace('https://pool.example:2095', `${one.url}/{address}`)
      .replace('https://other.example', gone)
      .replaceAll('60s', '500ms')
      .replaceAll('15s', '500ms');
    const prometheus = new Prometheus(configuration);
    try {
      await prometheus.ready();
      const of = (metric: string, url: string) => `${metric}{instance="${url}",module="mine"}`;
      await until(async () => (await prometheus.value(of('probe_success', `${one.url}/{address}`))) === 1);
      await until(async () => (await prometheus.value(of('probe_success', gone))) === 0);
      const rate = of('fpga_pool_hashrate_hashes_per_second', `${one.url}/{address}`);
      expect(await prometheus.value(rate)).toBe(4e9);
      // The variables of the dashboards find them, and the panel shows them.
      const known = await prometheus.query('fpga_tee_build_info{job="fpga-pool-probes"}');
      expect(known.map(({ metric }) => metric['instance']).sort()).toEqual(
        [gone, `${one.url}/{address}`].sort(),
      );
      const [answering, dead] = [one.url, gone].map((url) => `${new URL(url).host}/mine`);
      expect(await panelValues(prometheus, 'Hashrate at the pool, 1 h average')).toEqual([[answering, 4e9]]);
      expect(new Map(await panelValues(prometheus, 'Pool answers'))).toEqual(
        new Map([
          [answering, 1],
          [dead, 0],
        ]),
      );
      expect(JSON.stringify(await prometheus.targets())).not.toContain('5ec2e7');
    } finally {
      await prometheus.stop();
      await one.close();
    }
  });

  test('a file that is wrong starts nothing', async ({ fpgaTee, directory }) => {
    await writeFile(path.join(directory, 'pools.yaml'), "pools:\n  - { url: 'ftp://x', address: y }\n");
    const file = fpgaTee(['pool', '--serve', '--config', 'pools.yaml']);
    expect(await file.ended).toBe(2);
    expect(file.stderr).toMatch(/^fpga-tee: pools\.yaml:2:12: pools\[0\]\.url: not a URL.*\n$/);
  });
});
