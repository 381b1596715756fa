import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { httpServer, poolServer, type TestServer, tcpServer } from '../pools/support/servers.ts';
import { needsProgram } from '../support/left-out.ts';
import { goodAnswers, poolOptions, secretAddress } from './support/bad-pools.ts';
import { testBuild } from './support/environment.ts';
import { ask, browser, scrape, seriesOf, value } from './support/http.ts';
import { test } from './support/test.ts';
import { until } from './support/until.ts';

const served = ['--host', '127.0.0.1', '--port', '0'];
const now = (): number => Math.floor(Date.now() / 1000);
/** Sixty shares of the last hour, of 17.5 GH/s together. */
const shares = () =>
  Array.from({ length: 61 }, (_, place) => ({
    time: now() - place * 59,
    difficulty: (17.5e9 * 59) / 2 ** 22,
  }));

async function using<Result>(server: TestServer, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } finally {
    await server.close();
  }
}

/** A server that says the same to whoever connects, once or again and again. */
function saying(text: string, everyMilliseconds?: number): Promise<TestServer> {
  return tcpServer((socket) => {
    socket.write(text);
    if (everyMilliseconds === undefined) return;
    const timer = setInterval(() => socket.write(text), everyMilliseconds);
    socket.on('close', () => clearInterval(timer));
  });
}

describe.concurrent('watching pools', () => {
  for (const version of [2, 4] as const) {
    test(`of Socket.IO ${version}: in metrics, page and JSON, and the address nowhere`, async ({
      fpgaTee,
    }) => {
      const [event, list] =
        version === 2
          ? ['getMinerSubmittedShares', 'minerSubmittedShares']
          : ['getMinerShares', 'minerShares'];
      const pool = await poolServer(version, { ...goodAnswers, [event]: [list, shares()] });
      await using(pool, async () => {
        const program = fpgaTee([...served, '--legacy-metrics', ...poolOptions([pool.url])]);
        const address = await program.address();
        await program.stdin.write('[15:28:31] FPGA0: 17.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: 7\n');
        await until(async () => value(await scrape(address), 'fpga_pool_up{pool="127.0.0.1"}') === 1);
        const page = await scrape(address);
        const name = 'pool="127.0.0.1"';
        expect(seriesOf(page, 'fpga_pool_hashrate_hashes_per_second')).toMatchObject({
          [`fpga_pool_hashrate_hashes_per_second{${name},basis="pool"}`]: 4_194_304,
        });
        const byShares = value(page, `fpga_pool_hashrate_hashes_per_second{${name},basis="shares"}`) ?? 0;
        expect(byShares / 17.5e9).toBeCloseTo(1, 1);
        expect(value(page, 'pool_hashrate')).toBeCloseTo(0.004194304, 9);
        expect(value(page, `fpga_pool_balance{${name},currency=""}`)).toBe(1.5);
        expect(value(page, `fpga_pool_address_known{${name}}`)).toBe(1);
        const cards = await ask(`${address}/api/cards`);
        expect(JSON.parse(cards.body)).toMatchObject({ pools: [{ pool: '127.0.0.1', up: true }] });
        const html = await ask(address, { headers: browser });
        expect(html.body).toContain('pool 127.0.0.1: ');
        program.stdin.end();
        expect(await program.ended).toBe(0);
        for (const text of [page, cards.body, html.body, program.stderr])
          expect(text).not.toContain('5ec2e7');
        expect(pool.asked.length).toBeGreaterThan(0);
      });
    });
  }

  test('a value is gone when the pool is, and one line says so', async ({ fpgaTee }) => {
    const pool = await poolServer(4, goodAnswers);
    const program = fpgaTee([...served, ...poolOptions([pool.url])], { env: testBuild({ rate: 10 }) });
    const address = await program.address();
    await until(async () => value(await scrape(address), 'fpga_pool_up{pool="127.0.0.1"}') === 1);
    await pool.close();
    const page = await until(async () => {
      const text = await scrape(address);
      return value(text, 'fpga_pool_up{pool="127.0.0.1"}') === 0 && text;
    });
    expect(seriesOf(page, 'fpga_pool_hashrate_hashes_per_second')).toEqual({});
    expect(program.stderr).toContain('fpga-tee: pool 127.0.0.1 refuses the connection\n');
    program.stdin.end();
    expect(await program.ended).toBe(0);
  });

  test('has a row in the panel', async ({ terminal, miner }) => {
    const pool = await poolServer(2, goodAnswers);
    await using(pool, async () => {
      const options = ['--no-metrics', ...poolOptions([pool.url])].join(' ');
      const shell = terminal(`fpga-tee ${options} <${miner.path}`, { columns: 80, rows: 24 });
      await miner.write('[15:28:31] FPGA0: 17.500GH/s (730MHz) err: 0.12% 56C 0.850V sols: 7\n');
      await shell.shows(/^pool 127\.0\.0\.1 4\.194 MH\/s .*1\.50$/);
      miner.end();
      expect(await shell.ended()).toBe(0);
      expect(shell.wire.includes('5ec2e7')).toBe(false);
    });
  });
});

describe.concurrent('fpga-tee pool', () => {
  test('prints what the pool says, and ends with 0', async ({ fpgaTee }) => {
    const pool = await poolServer(2, {
      ...goodAnswers,
      getMinerSubmittedShares: ['minerSubmittedShares', shares()],
    });
    await using(pool, async () => {
      const program = fpgaTee(['pool', pool.url, secretAddress]);
      expect(await program.ended).toBe(0);
      expect(program.stdout.toString()).toMatch(
        /^pool 127\.0\.0\.1:\d+: tokenpool \(0xBitcoin\)\n {2}the pool's hashrate +4\.194 MH\/s\n {2}by its shares +17\.\d+ GH\/s \(60 shares in 59m, ±13 % by chance\)\n/,
      );
      expect(program.stdout.toString()).not.toContain('5ec2e7');
    });
  });

  test('prints JSON', async ({ fpgaTee }) => {
    const pool = await httpServer((_, response) => response.end('{"w":[{"r":1.5},{"r":2}]}'));
    await using(pool, async () => {
      const paths = 'hashrate=w[*].r*1e9';
      const program = fpgaTee([
        'pool',
        '--json',
        '--pool-json',
        paths,
        `${pool.url}/x/{address}`,
        secretAddress,
      ]);
      expect(await program.ended).toBe(0);
      expect(JSON.parse(program.stdout.toString())).toMatchObject({
        kind: 'json',
        hashrate: 3.5e9,
        problem: null,
      });
    });
  });

  test('ends with 1 when the pool has nothing to say', async ({ fpgaTee }) => {
    const pool = await poolServer(4, { getMinerData: ['minerData', { shareCredits: 0 }] });
    await using(pool, async () => {
      const unknown = fpgaTee(['pool', pool.url, secretAddress]);
      expect(await unknown.ended).toBe(1);
      expect(unknown.stdout.toString()).toContain('not known to the pool');
    });
    for (const options of [[], ['--json']]) {
      const gone = fpgaTee(['pool', ...options, pool.url, secretAddress]);
      expect(await gone.ended).toBe(1);
      expect(`${gone.stderr}${gone.stdout}`).toContain('refuses the connection');
    }
  });

  /** What a server does that gives no answer, and what is said of it. */
  const endless: readonly (readonly [what: string, words: string, server: () => Promise<TestServer>])[] = [
    [
      'switches to a web socket (101)',
      'answers with a web socket (HTTP 101) where a web server should be',
      () => saying('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
    ],
    [
      'switches to nothing that it names',
      'answers with HTTP 101',
      () => saying('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\n\r\n'),
    ],
    [
      'says for ever that it is at work (102)',
      'does not answer within 10 s',
      () => saying('HTTP/1.1 102 Processing\r\n\r\n', 50),
    ],
    [
      'says to go on (100) and no more',
      'does not answer within 10 s',
      () => saying('HTTP/1.1 100 Continue\r\n\r\n'),
    ],
    ['takes the connection and says nothing', 'does not answer within 10 s', () => tcpServer(() => {})],
    [
      'begins a body without end',
      'does not answer within 10 s',
      () => saying('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n'),
    ],
    [
      'never ends its trailers',
      'does not answer within 10 s',
      () => saying('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx: y\r\n'),
    ],
  ];

  test.for(endless)(
    'ends in time where the server %s',
    { timeout: 30_000 },
    async ([, words, start], { fpgaTee }) => {
      const server = await start();
      await using(server, async () => {
        const program = fpgaTee(['pool', '--pool-kind', 'yiimp', server.url, secretAddress]);
        expect(await program.ended).toBe(1);
        expect(program.stderr).toContain(words);
      });
    },
  );

  test('ends with 2 for what it does not understand', async ({ fpgaTee }) => {
    const program = fpgaTee(['pool', 'pool.example']);
    expect(await program.ended).toBe(2);
    expect(program.stderr).toMatch(/^fpga-tee: pool needs a URL and an address: [^\n]*\n$/);
  });

  test('takes authorities from NODE_EXTRA_CA_CERTS, and none else', async ({ fpgaTee, directory }) => {
    needsProgram('openssl');
    const create = 'req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -subj /CN=localhost -addext';
    execFileSync('openssl', [...create.split(' '), 'subjectAltName=DNS:localhost'], {
      cwd: directory,
      stdio: 'ignore',
    });
    const cert = path.join(directory, 'cert');
    const pool = createTlsServer(
      { key: readFileSync(path.join(directory, 'key')), cert: readFileSync(cert) },
      (_, response) => response.end('{"rate":5}'),
    );
    await new Promise<void>((resolve) => pool.listen(0, '127.0.0.1', resolve));
    const at = pool.address();
    const url = `https://localhost:${typeof at === 'object' && at !== null ? at.port : 0}`;
    const args = ['pool', '--pool-json', 'hashrate=rate', url, secretAddress];
    const refused = fpgaTee(args);
    expect(await refused.ended).toBe(1);
    expect(refused.stderr).toMatch(/certificate that is not accepted .* NODE_EXTRA_CA_CERTS/);
    const accepted = fpgaTee(args, { env: { NODE_EXTRA_CA_CERTS: cert } });
    expect(await accepted.ended).toBe(0);
    pool.close();
  });
});
