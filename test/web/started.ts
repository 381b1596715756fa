import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import type { RigSnapshot } from '../../src/rig/snapshot.ts';
import { systemTimers } from '../../src/time.ts';
import { createMetricsServer, type MetricsServer, type MetricsServerOptions } from '../../src/web/server.ts';
import { aSnapshot } from '../support/snapshots.ts';

const running: MetricsServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** A server that listens, and what it has complained of. */
export interface Started {
  readonly server: MetricsServer;
  readonly address: string;
  readonly port: number;
  readonly problems: string[];
}

/** Starts a server on a free port; it is stopped when the test ends. */
export async function start(
  changes: Partial<MetricsServerOptions> & { rig?: Partial<RigSnapshot> } = {},
): Promise<Started> {
  const problems: string[] = [];
  const { rig, snapshot = () => aSnapshot(rig), ...options } = changes;
  return new Promise((resolve) => {
    const server = createMetricsServer({
      host: '127.0.0.1',
      port: 0,
      snapshot,
      metrics: createMetrics({ snapshot, legacy: false }),
      clock: { monotonic: () => 0, wall: () => 0 },
      timers: systemTimers,
      staleAfter: 120,
      onProblem: (line) => problems.push(line),
      onListening: (address) => resolve({ server, address, port: Number(new URL(address).port), problems }),
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
