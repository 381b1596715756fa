import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HttpSession, openSession } from '../../src/pools/http.ts';
import type { NameSources } from '../../src/pools/lookup.ts';
import { needsProgram } from '../support/left-out.ts';
import { freePort, httpServer, type TestServer, tcpServer } from './support/servers.ts';

let servers: TestServer[];
let session: HttpSession;
beforeEach(() => {
  servers = [];
  session = openSession();
});
afterEach(async () => {
  session.close();
  await Promise.all(servers.map((server) => server.close()));
});

const started = (server: TestServer): string => {
  servers.push(server);
  return server.url;
};
const ask = (url: string, seconds = 5, body?: string) =>
  session.ask(new URL(url), AbortSignal.timeout(seconds * 1000), body);

test('an answer is its status and its text, whatever the status', async () => {
  const url = started(
    await httpServer((request, response) => {
      response.statusCode = request.url === '/fine' ? 200 : 404;
      response.end('schön');
    }),
  );
  expect(await ask(`${url}/fine`)).toEqual({ status: 200, body: 'schön' });
  expect(await ask(`${url}/else`)).toEqual({ status: 404, body: 'schön' });
});

test('a connection is used again within an exchange, and gone after it', async () => {
  const ports = new Set<number | undefined>();
  const server = await httpServer((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume();
    response.end('x');
  });
  const url = started(server);
  await ask(url);
  await ask(url, 5, 'body');
  await ask(url);
  expect(ports.size).toBe(1);
  session.close();
  await server.close();
});

test('a port where nobody listens', async () => {
  await expect(ask(`http://127.0.0.1:${await freePort()}`)).rejects.toMatchObject({
    name: 'PoolProblem',
    message: 'refuses the connection',
  });
});

test('a server that closes the connection', async () => {
  const url = started(await tcpServer((socket) => socket.destroy()));
  await expect(ask(url)).rejects.toThrow('breaks the connection off');
});

test('a server that says something else', async () => {
  const url = started(await tcpServer((socket) => socket.end('220 mail.example ESMTP\r\n')));
  await expect(ask(url)).rejects.toThrow('speaks no HTTP there');
});

test('a header without end', async () => {
  const url = started(
    await tcpServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`)),
  );
  await expect(ask(url)).rejects.toThrow('speaks no HTTP there');
});

test('plain HTTP where TLS is wanted', async () => {
  const url = started(await httpServer((_, response) => response.end('x')));
  await expect(ask(url.replace('http:', 'https:'))).rejects.toThrow(
    'speaks no TLS there; perhaps it is http:// instead of https://',
  );
});

test.each([
  ['silence', (send: (text: string) => void) => void send],
  [
    'headers and then silence',
    (send: (text: string) => void) => send('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'),
  ],
  [
    'a byte now and then',
    (send: (text: string) => void) => {
      send('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => send('x'), 20);
      timer.unref();
    },
  ],
])('%s lasts no longer than the signal', async (_, habit) => {
  const url = started(
    await tcpServer((socket) => habit((text) => void (socket.writable && socket.write(text)))),
  );
  const reason = new Error('long enough');
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 300);
  await expect(session.ask(new URL(url), controller.signal)).rejects.toBe(reason);
});

test('of an answer of 100 MB little is taken', async () => {
  let sent = 0;
  const url = started(
    await httpServer(async (_, response) => {
      const piece = Buffer.alloc(64 * 1024, ' ');
      while (sent < 100e6 && !response.destroyed) {
        sent += piece.length;
        if (!response.write(piece))
          await Promise.race([new Promise((done) => response.once('drain', done)), sleep(500)]);
      }
    }),
  );
  const before = process.memoryUsage().rss;
  await expect(ask(url)).rejects.toThrow('answers with more than 256 KiB');
  expect(process.memoryUsage().rss - before).toBeLessThan(30e6);
  expect(sent).toBeLessThan(20e6);
});

test('a redirection on the same host is followed', async () => {
  const url = started(
    await httpServer((request, response) => {
      if (request.url === '/new?a=b') response.end('here');
      else response.writeHead(301, { location: '/new?a=b' }).end();
    }),
  );
  expect(await ask(`${url}/old`)).toEqual({ status: 200, body: 'here' });
});

test('a web socket (101) is no answer, and a connection that ends after one neither', async () => {
  const socket = started(
    await tcpServer((it) =>
      it.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
    ),
  );
  await expect(ask(socket)).rejects.toThrow('answers with a web socket (HTTP 101)');
  const ends = started(await tcpServer((it) => it.end('HTTP/1.1 102 Processing\r\n\r\n')));
  await expect(ask(ends)).rejects.toThrow('breaks the connection off');
});

describe('a text', () => {
  const json = '{"coin":"schön"}';
  const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  test.each<[what: string, bytes: Buffer, headers: Record<string, string>]>([
    ['with a byte order mark in UTF-8', Buffer.from(`\ufeff${json}`), {}],
    ['in UTF-16', Buffer.from(`\ufeff${json}`, 'utf16le'), {}],
    ['in UTF-16 the other way round', bigEndian(`\ufeff${json}`), {}],
    ['in UTF-16 without a mark', Buffer.from(json, 'utf16le'), {}],
    ['in UTF-16 without a mark the other way round', bigEndian(json), {}],
    [
      'in Latin-1, as it says',
      Buffer.from(json, 'latin1'),
      { 'content-type': 'application/json; charset=ISO-8859-1' },
    ],
    [
      'in a charset that nobody knows',
      Buffer.from(json),
      { 'content-type': 'application/json; charset="klingon"' },
    ],
    ['packed by gzip', gzipSync(json), { 'content-encoding': 'gzip' }],
    ['packed by gzip, which it does not say', gzipSync(json), {}],
    ['not packed, though it says so', Buffer.from(json), { 'content-encoding': 'gzip' }],
    ['packed by deflate', deflateSync(json), { 'content-encoding': 'deflate' }],
    ['packed by deflate without a head', deflateRawSync(json), { 'content-encoding': 'deflate' }],
    ['packed by brotli', brotliCompressSync(json), { 'content-encoding': 'br' }],
  ])('%s is read', async (_, bytes, headers) => {
    const url = started(await httpServer((__, response) => response.writeHead(200, headers).end(bytes)));
    expect((await ask(url)).body).toBe(json);
  });

  test('that is too long once it is unpacked, or can not be, is none', async () => {
    const bomb = started(await httpServer((_, response) => response.end(gzipSync(Buffer.alloc(50e6)))));
    await expect(ask(bomb)).rejects.toThrow('answers with more than 256 KiB');
    const torn = started(await httpServer((_, response) => response.end(gzipSync(json).subarray(0, 20))));
    await expect(ask(torn)).rejects.toThrow("answers with something packed that can't be unpacked");
  });
});

test('another port is another host: nothing is sent there', async () => {
  const asked: string[] = [];
  const other = started(
    await httpServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('x');
    }),
  );
  const url = started(
    await httpServer((_, response) => response.writeHead(307, { location: `${other}/0xabc` }).end()),
  );
  await expect(ask(url)).rejects.toThrow(
    `redirects to another port (${other}), which is not followed; if it is the pool, give that`,
  );
  expect(asked).toEqual([]);
});

test('a name and a password in a redirection are not sent', async () => {
  const headers: (string | undefined)[] = [];
  const server = await httpServer((request, response) => {
    headers.push(request.headers.authorization);
    if (request.url === '/new') response.end('here');
    else response.writeHead(302, { location: `http://somebody:secret@127.0.0.1:${server.port}/new` }).end();
  });
  expect((await ask(started(server))).body).toBe('here');
  expect(headers).toEqual([undefined, undefined]);
});

test.each([
  [
    'http://127.0.0.2:1/elsewhere',
    'redirects to 127.0.0.2:1, which is not followed; if it is the pool, give that',
  ],
  [
    'https://user@evil.example/x',
    'redirects to evil.example, which is not followed; if it is the pool, give that',
  ],
  ['file:///etc/passwd', 'redirects to what is no address of the web'],
  ['http://[', 'redirects to what is no address of the web'],
  ['/', 'redirects again and again'],
  ['//evil.example/x', 'redirects to evil.example, which is not followed; if it is the pool, give that'],
  ['', 'redirects again and again'],
])('a redirection to %s is not', async (location, words) => {
  const url = started(await httpServer((_, response) => response.writeHead(302, { location }).end()));
  await expect(ask(url)).rejects.toMatchObject({ name: 'OtherKind', message: words });
});

test('a name that nobody knows, and a name server that is silent', async () => {
  const names = (code: string): NameSources => ({
    hosts: () => Promise.resolve(''),
    resolver: () => {
      const fail = () => Promise.reject(Object.assign(new Error(code), { code }));
      return { resolve4: fail, resolve6: fail };
    },
    system: () => Promise.reject(new Error('ENOTFOUND')),
  });
  for (const [code, words] of [
    ['ENOTFOUND', "can't be found: there is no host of this name"],
    ['ETIMEOUT', "can't be found: the name server does not answer"],
  ] as const) {
    const unnamed = openSession(names(code));
    await expect(unnamed.ask(new URL('http://pool.example/'), AbortSignal.timeout(5000))).rejects.toThrow(
      words,
    );
    unnamed.close();
  }
});

test('localhost is this computer', async () => {
  const server = await httpServer((_, response) => response.end('x'));
  started(server);
  expect((await ask(`http://localhost:${server.port}/`)).status).toBe(200);
});

test('a certificate of nobody we know is not accepted, and the way out is named', async () => {
  needsProgram('openssl');
  const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-tls-'));
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'key',
        '-out',
        'cert',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ],
      { cwd: directory, stdio: 'ignore' },
    );
    const tls = createTlsServer({
      key: readFileSync(path.join(directory, 'key')),
      cert: readFileSync(path.join(directory, 'cert')),
    });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const at = tls.address();
    const port = typeof at === 'object' && at !== null ? at.port : 0;
    await expect(ask(`https://localhost:${port}/`)).rejects.toThrow(
      /^has a certificate that is not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\); .* NODE_EXTRA_CA_CERTS$/,
    );
    tls.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
