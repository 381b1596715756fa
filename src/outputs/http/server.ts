import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../cards/clock.ts';
import type { MetricsServerSnapshot, Snapshot } from '../../cards/snapshot.ts';
import { errorWords } from '../../error-words.ts';
import type { Timers } from '../../timers.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { keepListening } from './listen.ts';
import { type Answer, answer, pathOf, problem } from './routes.ts';

/** What a client may cost: seconds, bytes, connections. */
export interface Limits {
  readonly headerBytes: number;
  readonly headerSeconds: number;
  /** From the first byte of the request to the last of the answer; ends slow readers. */
  readonly answerSeconds: number;
  /** How long a connection may wait for the next request: longer than the usual scrape interval. */
  readonly keepAliveSeconds: number;
  readonly connections: number;
}

/** Generous for those who scrape, tight for everybody else. */
export const defaultLimits: Limits = {
  headerBytes: 16 * 1024,
  headerSeconds: 10,
  answerSeconds: 30,
  keepAliveSeconds: 75,
  connections: 100,
};

/** What is served, where, and whom to tell how it goes. */
export interface MetricsServerOptions {
  /** `null` for all interfaces. */
  readonly host: string | null;
  readonly port: number;
  readonly snapshot: () => Snapshot;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Seconds after which a reading is stale. */
  readonly staleAfter: number;
  /** Takes one line, with the way out, each time that an answer fails; whoever says it says it once. */
  readonly onProblem: (line: string) => void;
  /** All that could not be answered was, when it was asked for again. */
  readonly onRecovered?: () => void;
  readonly onListening: (address: string) => void;
  /** Seconds between two attempts to have the port. */
  readonly retryAfter?: number;
  readonly timers: Timers;
  readonly limits?: Partial<Limits>;
}

/** The server, which runs until it is stopped. */
export interface MetricsServer {
  start(): void;
  /** Ends at once, open connections included. */
  stop(): Promise<void>;
  state(): MetricsServerSnapshot;
}

/** Serves the metrics, the page and the JSON. Nothing that a client does can throw, block or keep the process alive. */
export function createMetricsServer(options: MetricsServerOptions): MetricsServer {
  const { clock, timers, onProblem, retryAfter = 10 } = options;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const sockets = new Set<Socket>();
  const answering = new WeakSet<Socket>();
  let scrapedAt: number | null = null;
  /** The paths that could not be answered when they were last asked for. */
  const failures = new Set<string>();
  let stopListening: (() => void) | undefined;
  let stopped = false;

  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: limits.headerSeconds * 1000,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    connectionsCheckingInterval: Math.min(5000, limits.headerSeconds * 500),
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.answerSeconds * 1000);
  server.on('connection', (socket) => {
    socket.unref();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', guarded);
  // A client that would send a body is answered without being asked for it.
  server.on('checkContinue', guarded);
  server.on('checkExpectation', guarded);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket, timers));

  /** What fails outside of an answer ends the connection, so that the client need not wait for one. */
  function guarded(request: IncomingMessage, response: ServerResponse): void {
    try {
      serve(request, response);
    } catch (error) {
      failed(request.url ?? '', error);
      request.socket.destroy();
    }
  }

  function failed(url: string, error: unknown): void {
    failures.add(pathOf(url));
    onProblem(`the metrics server could not answer: ${errorWords(error)}`);
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    // Nobody who scrapes asks again before the answer; who does could have a thousand pages made in one go.
    if (answering.has(socket)) {
      socket.destroy();
      return;
    }
    answering.add(socket);
    response.on('close', () => answering.delete(socket));
    const cancel = timers.after(limits.answerSeconds, () => socket.destroy());
    response.on('close', cancel);
    response.on('error', () => socket.destroy());
    answerTo(request)
      .then((found) => send(request, response, found))
      .catch(() => socket.destroy());
  }

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const url = request.url ?? '';
    try {
      const found = await answer(options, {
        method: request.method ?? '',
        url,
        accept: request.headers.accept,
        hasBody: hasBody(request),
      });
      if (failures.delete(pathOf(url)) && failures.size === 0) options.onRecovered?.();
      return found;
    } catch (error) {
      failed(url, error);
      return problem(500, 'internal error');
    }
  }

  function send(request: IncomingMessage, response: ServerResponse, found: Answer): void {
    const body = Buffer.from(found.body);
    const head = { ...found.headers, 'content-length': body.length };
    response.writeHead(found.status, hasBody(request) ? { ...head, connection: 'close' } : head);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.on('finish', () => {
      if (found.metrics) scrapedAt = clock.monotonic();
    });
    response.end(body);
  }

  return {
    start() {
      if (stopListening !== undefined || stopped) return;
      stopListening = keepListening(server, {
        host: options.host,
        port: options.port,
        retryAfter,
        timers,
        onProblem,
        onListening: () => options.onListening(addressOf(server, options)),
      });
      server.unref();
    },
    stop() {
      stopped = true;
      stopListening?.();
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
    state: () => ({
      address: addressOf(server, options),
      listening: server.listening,
      scrapedAgo: scrapedAt === null ? null : Math.max(0, clock.monotonic() - scrapedAt),
    }),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What to type into a browser on this machine. */
function addressOf(server: Server, { host, port }: MetricsServerOptions): string {
  const bound = server.address();
  const actualPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  const name = host === null || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${isIPv6(name) ? `[${name}]` : name}:${actualPort}`;
}

/** Answers what is no HTTP, too long or too slow, and ends the connection. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, timers: Timers): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${statusFor(error.code)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  const cancel = timers.after(1, () => socket.destroy());
  socket.on('close', cancel);
}

function statusFor(code: string | undefined): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return '431 Request Header Fields Too Large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return '408 Request Timeout';
    default:
      return '400 Bad Request';
  }
}
