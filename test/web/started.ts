import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type { RigSnapshot, Snapshot } from '../../src/rig/snapshot.ts';
import { systemTimers } from '../../src/time.ts';
import type { WebAccess } from '../../src/web/config/load.ts';
import { type Contents, contentsOf } from '../../src/web/contents.ts';
import type { HistoryOf } from '../../src/web/history.ts';
import { createRouter } from '../../src/web/routes.ts';
import { createWebServer, type WebServer, type WebServerOptions } from '../../src/web/server.ts';
import { aSnapshot } from '../support/snapshots.ts';

const running: WebServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** A server that listens, and what it has told. */
export interface Started {
  readonly server: WebServer;
  readonly address: string;
  readonly port: number;
  readonly problems: string[];
  /** How often the metrics were handed over. */
  readonly scrapes: () => number;
}

/** A web configuration that lets everybody have everything. */
export const openAccess: WebAccess = {
  tls: null,
  headers: {},
  users: new Map(),
  rateLimit: null,
  empty: true,
};

/** What is served, as in the program. */
export const usualContents = contentsOf({ legacyMetrics: false, staleAfter: 120 });

/** The usual contents with other metrics. */
export function withMetrics(page: () => string): Contents {
  const headers = { 'content-type': 'text/plain' };
  return { ...usualContents, metrics: () => ({ status: 200, headers, body: page() }) };
}

type Changes = Partial<Omit<WebServerOptions, 'route'>> & {
  readonly contents?: Contents;
  readonly history?: HistoryOf;
  readonly rig?: Partial<RigSnapshot>;
  readonly snapshot?: () => Snapshot;
};

/** Starts a server on a free port; it is stopped when the test ends. */
export async function start(changes: Changes = {}): Promise<Started> {
  const problems: string[] = [];
  let scrapes = 0;
  const {
    rig,
    snapshot = () => aSnapshot(rig),
    contents = usualContents,
    history = async () => [],
    ...options
  } = changes;
  return new Promise((resolve) => {
    const server = createWebServer({
      host: '127.0.0.1',
      port: 0,
      // In the program it comes from another thread.
      route: createRouter(contents, () => setImmediate().then(snapshot), history),
      clock: { monotonic: () => 0, wall: () => 0 },
      timers: systemTimers,
      access: () => openAccess,
      compare: async () => false,
      onProblem: (line) => problems.push(line),
      onRecovered: () => {},
      onScraped() {
        scrapes += 1;
      },
      onListening: (address, port) => resolve({ server, address, port, problems, scrapes: () => scrapes }),
      ...options,
    });
    running.push(server);
    server.start();
  });
}

/** The whole body of an answer. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Sends bytes as they are and gives everything that comes back until the server closes the connection. */
export async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return received(socket);
}

export async function received(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return text;
}
