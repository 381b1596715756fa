import { expect, test } from 'vitest';
import { probeQueryOf } from '../../src/exporter/probe-query.ts';
import { Probes, type ProbesOptions } from '../../src/exporter/probes.ts';
import { nothingTold, type Pool } from '../../src/pools/pool.ts';
import { PoolProblem } from '../../src/pools/problem.ts';
import { systemTimers } from '../../src/time.ts';
import { FakeTime } from '../support/fake-time.ts';

const nothing = { kind: 'yiimp', ...nothingTold } as const;

function query(host: string) {
  const probing = {
    modules: new Map([['mine', { address: '0xabc', kind: null, paths: null }]]),
    targets: null,
  };
  const read = probeQueryOf(`target=https://${host}&module=mine`, '5', probing, 10);
  if (read.type !== 'probe') throw new Error(read.line);
  return read;
}

function probes(ask: Pool['poll'], more: Partial<ProbesOptions> = {}): Probes {
  return new Probes({
    legacyMetrics: false,
    clock: new FakeTime(),
    timers: systemTimers,
    signal: new AbortController().signal,
    pool: () => ({ poll: ask }),
    ...more,
  });
}

test('a probe that a pool answers gives the metrics of that pool alone', async () => {
  const made = probes(async () => ({ ...nothing, hashrate: 5e9 }), {
    legacyMetrics: true,
  });
  const page = await made.probe(query('pool.example'));
  expect(page?.body).toMatch(/^probe_success 1$/m);
  expect(page?.body).toMatch(/^probe_duration_seconds \d/m);
  expect(page?.body).toContain(
    'fpga_pool_hashrate_hashes_per_second{pool="pool.example/mine",basis="pool"} 5000000000',
  );
  expect(page?.body).toMatch(/^pool_hashrate.* /m);
  expect(page?.body).not.toContain('0xabc');
});

test('one that a pool refuses says so, and keeps nothing of the others', async () => {
  const made = probes(async () => {
    throw new PoolProblem('refuses the connection\nor worse');
  });
  const page = await made.probe(query('pool.example'));
  expect(page?.body).toMatch(/^probe_success 0$/m);
  expect(page?.body).toContain('fpga_pool_up{pool="pool.example/mine"} 0');
  expect(page?.body).toMatch(/^# pool pool\.example\/mine refuses the connection\?or worse$/m);
});

test('more than there may be at once are refused', async () => {
  let answer = (): void => {};
  const waiting = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const made = probes(
    async () => {
      await waiting;
      return nothing;
    },
    { mostAtOnce: 1 },
  );
  const first = made.probe(query('pool.example'));
  expect(await made.probe(query('other.example'))).toBeNull();
  answer();
  expect(await first).not.toBeNull();
  expect(await made.probe(query('other.example'))).not.toBeNull();
});

test('shares are counted from probe to probe, and each pool is known from its first on', async () => {
  let shareCount = 100;
  let pools = 0;
  const pool = (): Pool => {
    pools += 1;
    return {
      async poll() {
        shareCount += 5;
        return { ...nothing, shareCount };
      },
    };
  };
  const made = probes(async () => nothing, { pool });
  await made.probe(query('pool.example'));
  await made.probe(query('other.example'));
  const page = await made.probe(query('pool.example'));
  expect(page?.body).toMatch(/^fpga_pool_shares_total\{pool="pool\.example\/mine"\} 10$/m);
  expect(pools).toBe(2);
});

test('of more targets than 256 the one that was asked longest ago is forgotten', async () => {
  let pools = 0;
  const pool = (): Pool => {
    pools += 1;
    return { poll: async () => nothing };
  };
  const made = probes(async () => nothing, { pool });
  for (let place = 0; place < 257; place += 1) await made.probe(query(`p${place}.example`));
  await made.probe(query('p256.example'));
  expect(pools).toBe(257);
  await made.probe(query('p0.example'));
  expect(pools).toBe(258);
});

test('a pool that does not know the address has answered, but to no avail', async () => {
  const page = await probes(async () => ({ ...nothing, addressKnown: false })).probe(query('pool.example'));
  expect(page?.body).toMatch(/^probe_success 0$/m);
  expect(page?.body).toContain('fpga_pool_address_known{pool="pool.example/mine"} 0');
});
