import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createRequire } from 'node:module';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { Server as SocketServer } from 'socket.io-v4';

/** What a pool says, by the events that it answers; a function is told the argument. */
export type Answers = Readonly<Record<string, readonly [answer: string, argument: unknown]>>;

/** A server of a test. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** As much of a Socket.IO server's socket as the tests use, of either version. */
interface ServerSocket {
  on(event: string, listener: (argument: unknown) => void): unknown;
  emit(event: string, argument: unknown): unknown;
}

interface AnyServer {
  on(event: 'connection', listener: (socket: ServerSocket) => void): unknown;
  close(): unknown;
}

const socketServerV2: (server: Server, options: object) => AnyServer = createRequire(import.meta.url)(
  'socket.io-v2',
);

/** What a pool was asked. */
export interface PoolServer extends TestServer {
  readonly asked: readonly (readonly [event: string, argument: unknown])[];
}

/** How a pool behaves besides. */
export interface PoolHabits {
  /** Events that it sends to everybody, before it answers. */
  readonly chatter?: readonly (readonly [event: string, argument: unknown])[];
  readonly port?: number;
  readonly host?: string;
  /** Called when somebody has asked; `false` lets the question unanswered. */
  readonly onAsked?: () => boolean;
}

/** A real Socket.IO server of version 2 (Engine.IO 3) or 4 (Engine.IO 4) that answers as a pool. */
export async function poolServer(
  version: 2 | 4,
  answers: Answers,
  habits: PoolHabits = {},
): Promise<PoolServer> {
  const asked: (readonly [string, unknown])[] = [];
  const http = createServer();
  const io: AnyServer =
    version === 2
      ? socketServerV2(http, { serveClient: false })
      : new SocketServer(http, { serveClient: false });
  io.on('connection', (socket) => {
    for (const [event, argument] of habits.chatter ?? []) socket.emit(event, argument);
    for (const event of ['getMinerDetails', 'getMinerSubmittedShares', 'getMinerData', 'getMinerShares']) {
      socket.on(event, (argument) => {
        asked.push([event, argument]);
        const answer = answers[event];
        if (habits.onAsked?.() === false || answer === undefined) return;
        socket.emit(answer[0], answer[1]);
      });
    }
  });
  const { url, port, close } = await listening(http, habits);
  return {
    url,
    port,
    asked,
    async close() {
      io.close();
      await close();
    },
  };
}

/** A plain HTTP server. */
export async function httpServer(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  { port, host }: { readonly port?: number; readonly host?: string } = {},
): Promise<TestServer> {
  const handler: RequestListener = (request, response) => listener(request, response);
  return listening(createServer(handler), {
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
  });
}

/** A server that does with a connection what a test wants. */
export async function tcpServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onConnection(socket);
  });
  return listening(server, {});
}

/** A port at which nobody listens. */
export async function freePort(): Promise<number> {
  const server = await httpServer(() => {});
  await server.close();
  return server.port;
}

async function listening(
  server: Server | TcpServer,
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string },
): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
