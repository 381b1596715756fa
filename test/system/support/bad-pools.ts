import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answers,
  freePort,
  httpServer,
  poolServer,
  type TestServer,
  tcpServer,
} from '../../pools/support/servers.ts';

/** A pool that behaves badly, in one way. */
export interface BadPool {
  readonly url: string;
  /** What must be said of it. */
  readonly problem: RegExp;
}

/** An address that must be seen nowhere. */
export const secretAddress = '0x5ec2e7000000000000000000000000000000add2';

/** What a good pool answers. */
export const goodAnswers: Answers = {
  getMinerDetails: [
    'minerDetails',
    { shareCredits: 4, tokenBalance: 150_000_000, validSubmittedSolutionsCount: 4, hashRate: '4194304' },
  ],
  getMinerData: ['minerData', { shareCredits: 4, tokenBalance: 150_000_000, avgHashrate: 4_194_304 }],
};

/** Pools on this machine, each bad in a way of its own, and whatever is to be closed in the end. */
export async function badPools(): Promise<{ pools: readonly BadPool[]; close(): Promise<void> }> {
  const servers: TestServer[] = [];
  const at = (server: TestServer): string => {
    servers.push(server);
    return server.url;
  };
  const http = async (...args: Parameters<typeof httpServer>): Promise<string> =>
    at(await httpServer(...args));
  const text = (body: string, status = 200): Promise<string> =>
    http((_, response) => response.writeHead(status).end(body));
  const chatter = Array.from(
    { length: 50 },
    (_, place) => ['poolStats', { place, text: 'x'.repeat(1000) }] as const,
  );

  const pools: readonly BadPool[] = [
    { url: `http://127.0.0.1:${await freePort()}`, problem: /refuses the connection/ },
    { url: 'http://no-such-host.invalid', problem: /can't be found/ },
    { url: (await text('x')).replace('http:', 'https:'), problem: /speaks no TLS/ },
    { url: await text('<html>maintenance</html>'), problem: /a web page/ },
    { url: await text('not found', 404), problem: /HTTP 404/ },
    { url: await text('oops', 500), problem: /HTTP 500/ },
    { url: await text(''), problem: /nothing/ },
    { url: at(await tcpServer(() => {})), problem: /does not answer within 10 s/ },
    {
      url: at(
        await tcpServer((socket) => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
          const timer = setInterval(() => socket.write('0'), 20);
          socket.on('close', () => clearInterval(timer));
        }),
      ),
      problem: /does not answer within 10 s/,
    },
    {
      url: await http(async (_, response) => {
        const piece = Buffer.alloc(64 * 1024, '[');
        for (let sent = 0; sent < 100e6 && !response.destroyed; sent += piece.length) {
          if (!response.write(piece))
            await Promise.race([new Promise((go) => response.once('drain', go)), sleep(100)]);
        }
        response.destroy();
      }),
      problem: /more than 256 KiB/,
    },
    { url: `${await text('['.repeat(250_000))}/api/walletEx`, problem: /something else/ },
    {
      url: `${await text(`{"unpaid":{},"miners":[${'{"accepted":[]},'.repeat(16_000)}7]}`)}/api/walletEx`,
      problem: /no figure that can be read/,
    },
    {
      url: await http((_, response) => response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end()),
      problem: /redirects to 127\.0\.0\.2:9/,
    },
    { url: at(await poolServer(2, {}, { chatter })), problem: /does not answer within 10 s/ },
    { url: at(await poolServer(4, {}, { chatter })), problem: /does not answer within 10 s/ },
  ];
  return {
    pools,
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** The options that have the pools asked. */
export function poolOptions(urls: readonly string[]): readonly string[] {
  return [
    ...urls.flatMap((url) => ['--pool', url, '--pool-address', secretAddress]),
    '--pool-interval',
    '15s',
  ];
}
