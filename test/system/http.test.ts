import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect } from 'vitest';
import { makeCertificate } from './support/certificates.ts';
import { exchange, get, received, statusOf } from './support/exchange.ts';
import { ask, browser } from './support/http.ts';
import { test } from './support/test.ts';

const here = ['--host', '127.0.0.1', '--port', '0'];

describe.concurrent('a client that closes its sending side after the request', () => {
  test.for([
    ['GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 'fpga_tee_build_info'],
    ['GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n', 'fpga_tee_build_info'],
    ['GET /metrics HTTP/1.0\r\n\r\n', 'fpga_tee_build_info'],
    ['GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n', '"status":"waiting"'],
    ['GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n', 'not found'],
  ] as const)('%j gets its answer', async ([bytes, answer], { fpgaTee }) => {
    const address = await fpgaTee(here).address();
    expect(await exchange(address, bytes, true)).toContain(answer);
  });

  test('over TLS gets its answer, and with a password', async ({ directory, fpgaTee }) => {
    await makeCertificate(directory, 'server');
    // Of `secret`.
    const users = 'basic_auth_users: {alice: $2b$04$y0KNijH3SZll2OqSc5kz5OuMuQb9IQPARK8lAalv4qNDKjCsRvhqW}\n';
    const tls = 'tls_server_config: {cert_file: server.crt, key_file: server.key}\n';
    await writeFile(path.join(directory, 'web.yml'), tls + users);
    const { port } = new URL(await fpgaTee([...here, '--web-config', 'web.yml']).address());
    const plain = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    const socket = connectTls({ socket: plain, rejectUnauthorized: false });
    socket.on('end', () => socket.end());
    const login = Buffer.from('alice:secret').toString('base64');
    socket.end(get('/metrics', `Authorization: Basic ${login}`));
    expect(await received(socket)).toContain('fpga_tee_build_info');
  });
});

describe.concurrent('requests without waiting for an answer', () => {
  test('the first is answered, and the connection closed', async ({ fpgaTee }) => {
    const address = await fpgaTee(here).address();
    const answer = await exchange(address, get('/health') + get('/metrics', 'Connection: close'));
    expect(answer).toMatch(/^HTTP\/1\.1 503 .*"status":"waiting"[^\n]*\n$/s);
    expect(answer).toMatch(/^connection: close\r$/im);
  });

  test('also of a thousand, and when the sending side is closed', async ({ fpgaTee }) => {
    const address = await fpgaTee(here).address();
    const asked = get('/metrics').repeat(1000);
    expect(statusOf(await exchange(address, asked))).toBe(200);
    expect((await exchange(address, asked, true)).match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  });
});

describe.concurrent('a request that two programs could read in two ways is refused', () => {
  test.for([
    ['two hosts', get('/metrics', 'Host: rebound.example')],
    ['the same host twice', get('/metrics', 'Host: localhost')],
    ['two passwords', get('/metrics', 'Authorization: Basic YTpi', 'Authorization: Basic YTpj')],
    ['no host', 'GET /metrics HTTP/1.1\r\n\r\n'],
    ['a host that is none', 'GET /metrics HTTP/1.1\r\nHost: localhost, rebound.example\r\n\r\n'],
    ['a user as host', 'GET /metrics HTTP/1.1\r\nHost: localhost@rebound.example\r\n\r\n'],
    ['two lengths', get('/metrics', 'Content-Length: 0', 'Content-Length: 5')],
    ['a length and chunks', get('/metrics', 'Content-Length: 0', 'Transfer-Encoding: chunked')],
    ['a space before the colon', get('/metrics', 'X : y')],
    ['a folded line', get('/metrics', 'X: y', ' Host: rebound.example', ' : z')],
  ] as const)('%s', async ([, bytes], { fpgaTee }) => {
    const address = await fpgaTee(here).address();
    const answer = await exchange(address, bytes);
    expect(statusOf(answer)).toBe(400);
    expect(answer).toMatch(/^connection: close\r$/im);
  });
});

describe.concurrent('names of the server', () => {
  const asked = (address: string, host: string): Promise<number> =>
    exchange(address, `GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`).then(statusOf);

  test('on a loopback address others than loopback names are refused, against DNS rebinding', async ({
    fpgaTee,
  }) => {
    const address = await fpgaTee(here).address();
    const { port } = new URL(address);
    for (const host of ['localhost', `localhost:${port}`, `127.0.0.1:${port}`, '127.1.2.3', `[::1]:${port}`])
      expect(await asked(address, host), host).toBe(200);
    for (const host of [
      'rebound.example',
      `rebound.example:${port}`,
      'localhost.rebound.example',
      '10.0.0.1',
    ])
      expect(await asked(address, host), host).toBe(403);
    for (const what of ['/', '/metrics', '/health', '/api/cards', '/nothing']) {
      const answer = await exchange(address, `GET ${what} HTTP/1.1\r\nHost: rebound.example\r\n\r\n`);
      expect(statusOf(answer), what).toBe(403);
      expect(answer).toContain('--host');
    }
    const whole = get('http://rebound.example/metrics', 'Connection: close');
    expect(statusOf(await exchange(address, whole))).toBe(403);
    expect(statusOf(await exchange(address, 'GET /metrics HTTP/1.0\r\n\r\n'))).toBe(200);
  });

  test('of localhost as well', async ({ fpgaTee }) => {
    const { port } = new URL(await fpgaTee(['--host', 'localhost', '--port', '0']).address());
    const host = async (name: string): Promise<number> => {
      const asked = request({ port, host: 'localhost', path: '/metrics', headers: { host: name } });
      asked.end();
      const [response] = await once(asked, 'response');
      response.resume();
      return response.statusCode;
    };
    expect([await host('localhost'), await host('rebound.example')]).toEqual([200, 403]);
  });

  test('on all addresses any name is served', async ({ fpgaTee }) => {
    const address = await fpgaTee(['--port', '0']).address();
    for (const host of ['localhost', 'rig1:9090', 'metrics.example'])
      expect(await asked(address, host), host).toBe(200);
  });
});

test("the page's links lead to its own pages also behind a proxy's path", async ({ fpgaTee }) => {
  const address = await fpgaTee(here).address();
  const proxy = createServer((incoming, outgoing) => {
    const { url = '', headers } = incoming;
    if (!url.startsWith('/proxied/rig1/')) {
      outgoing.writeHead(418).end();
      return;
    }
    const to = address + url.slice('/proxied/rig1'.length);
    request(to, { headers: { ...headers, host: 'localhost' } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(outgoing);
    }).end();
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    const bound = proxy.address();
    const base = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/proxied/rig1/`;
    const page = await ask(base, { headers: browser });
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    const links = [...page.body.matchAll(/\b(?:href|src|action|url)="?([^"\s>]+)/g)].map(
      ([, to]) => to ?? '',
    );
    expect(links.sort()).toEqual([
      ...['api/cards', 'api/events', 'health', 'icon.svg', 'manifest.webmanifest', 'metrics', 'page.js'],
    ]);
    const served = await Promise.all(links.map((link) => ask(new URL(link, base).href)));
    expect(served.map(({ status }) => status)).toEqual([200, 200, 503, 200, 200, 200, 200]);
    expect(served[5]?.body).toContain('fpga_tee_build_info');
    // It is loaded anew from where it is.
    expect(page.body).toContain('<meta http-equiv="refresh" content="5">');
  } finally {
    proxy.close();
    proxy.closeAllConnections();
  }
});
