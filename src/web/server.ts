import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { errorWords } from '../error-words.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { MetricsServerSnapshot, Snapshot } from '../rig/snapshot.ts';
import type { Clock, Timers } from '../time.ts';
import { Door } from './config/door.ts';
import { Handshakes } from './config/handshakes.ts';
import type { WebAccess } from './config/load.ts';
import { type ComparePassword, Logins } from './config/logins.ts';
import { Connections } from './connections.ts';
import { Intake } from './intake.ts';
import { keepListening } from './listen.ts';
import { refuse, refuseWith } from './refuse.ts';
import { type Answer, type Ask, answer, knownPathOf, problem } from './routes.ts';
import { type Asker, type ReadyAnswer, SharedAnswers } from './shared-answers.ts';
import { Turns } from './turns.ts';

/** What a client may cost: seconds, bytes, connections. */
export interface Limits {
  readonly headerBytes: number;
  readonly headerSeconds: number;
  /** From the first byte of the request to the last of the answer; ends slow readers. */
  readonly answerSeconds: number;
  /** How long a connection may wait for the next request: longer than the usual scrape interval. */
  readonly keepAliveSeconds: number;
  /** With as many open, a new one takes the place of the one that has been idle longest. */
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

/** What stands for logins among the paths that could not be answered. */
const logInPath = 'log in';

/** Characters of an Accept header; no browser's is half as long. A longer one takes too long to read. */
const longestAccept = 1024;

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
  readonly onListening: (address: string) => void;
  /** What was told as a problem while it listened is over. */
  readonly onRecovered?: () => void;
  /** Seconds between two attempts to have the port. */
  readonly retryAfter?: number;
  readonly timers: Timers;
  readonly limits?: Partial<Limits>;
  /** TLS, passwords and headers; without it whoever comes may have everything. */
  readonly web?: WebOptions;
}

/** What a web configuration asks for. */
export interface WebOptions {
  /** The newest; whether it has TLS stays as it is when the server is made. */
  readonly access: () => WebAccess;
  readonly compare: ComparePassword;
}

const open: WebAccess = { tls: null, headers: {}, users: new Map(), rateLimit: null, empty: true };
const nobody: WebOptions = { access: () => open, compare: () => Promise.resolve(false) };

/** The server, which runs until it is stopped. */
export interface MetricsServer {
  start(): void;
  /** Ends at once, open connections included. */
  stop(): Promise<void>;
  state(): MetricsServerSnapshot;
}

/**
 * Serves the metrics, the page and the JSON. Nothing that a client does can throw, block or keep the process alive, and
 * however many ask, the miner's bytes go first.
 */
export function createMetricsServer(options: MetricsServerOptions): MetricsServer {
  const { clock, timers, onProblem, onRecovered = () => {}, retryAfter = 10, web = nobody } = options;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const connections = new Connections(limits.connections);
  const turns = new Turns({ clock, timers });
  const intake = new Intake(turns);
  const answers = new SharedAnswers(turns, answerTo);
  const logins = new Logins({ compare: web.compare, clock, timers });
  const door = new Door(web.access, logins, clock);
  const encrypts = web.access().tls !== null;
  /** Where encrypted connections come from: they don't know it themselves. */
  const addresses = new WeakMap<Socket, string>();
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
  server.setTimeout(limits.answerSeconds * 1000);
  const handshakes = new Handshakes({
    settings: () => web.access().tls,
    intake,
    timers,
    seconds: limits.headerSeconds,
    onSecure(encrypted, socket) {
      connections.replace(socket, encrypted);
      addresses.set(encrypted, socket.remoteAddress ?? '');
      for (const speaksHttp of httpListeners) Reflect.apply(speaksHttp, server, [encrypted]);
      intake.add(encrypted);
    },
  });
  const httpListeners = server.listeners('connection').filter((listener) => typeof listener === 'function');
  // HTTP begins when the handshake is over.
  if (encrypts) server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    socket.unref();
    connections.add(socket);
    if (encrypts) handshakes.add(socket);
    else intake.add(socket);
  });
  server.on('request', guarded);
  // A client that would send a body is answered without being asked for it.
  server.on('checkContinue', guarded);
  server.on('checkExpectation', guarded);
  server.on('connect', (_, socket) => {
    intake.stop(socket);
    refuseWith('405 Method Not Allowed', socket, timers);
  });
  server.on('clientError', (error, socket) => {
    intake.stop(socket);
    refuse(error, socket, timers);
  });

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
    failures.add(knownPathOf(url));
    onProblem(`the metrics server could not answer: ${errorWords(error)}`);
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    // Nobody who scrapes asks again before the answer; who does could have a thousand pages made in one go.
    if (!connections.isIdle(socket)) {
      socket.destroy();
      return;
    }
    connections.set(socket, 'waiting');
    intake.hold(socket);
    response.on('close', () => {
      connections.set(socket, 'idle');
      intake.release(socket);
    });
    const cancel = timers.after(limits.answerSeconds, () => socket.destroy());
    response.on('close', cancel);
    response.on('error', () => socket.destroy());
    const asker: Asker = {
      gone: () => socket.destroyed,
      fail: () => socket.destroy(),
      send(answer) {
        connections.set(socket, 'taking');
        try {
          send(request, response, answer);
        } catch {
          socket.destroy();
        }
      },
    };
    const admitted = door.admit({
      authorization: request.headers.authorization,
      address: addresses.get(socket) ?? socket.remoteAddress ?? '',
      gone: asker.gone,
    });
    if (admitted instanceof Promise) letInLater(admitted, asker, request);
    else letIn(admitted, asker, request);
  }

  /** @param refusal `null` for who may have what he asks for */
  function letIn(refusal: Answer | null, asker: Asker, request: IncomingMessage): void {
    if (refusal === null) {
      answers.ask(askOf(request), asker);
      return;
    }
    turns.add(() => {
      if (!asker.gone()) asker.send({ ...refusal, bytes: Buffer.from(refusal.body) });
    });
  }

  async function letInLater(
    admitted: Promise<Answer | null>,
    asker: Asker,
    request: IncomingMessage,
  ): Promise<void> {
    try {
      const refusal = await admitted;
      if (failures.delete(logInPath)) recovered();
      letIn(refusal, asker, request);
    } catch (error) {
      failures.add(logInPath);
      onProblem(`passwords can't be checked: ${errorWords(error)}`);
      letIn(problem(500, 'internal error'), asker, request);
    }
  }

  async function answerTo(ask: Ask): Promise<Answer> {
    const path = knownPathOf(ask.url);
    try {
      const found = await answer(options, ask);
      if (failures.delete(path)) recovered();
      return found;
    } catch (error) {
      failed(ask.url, error);
      return problem(500, 'internal error');
    }
  }

  function recovered(): void {
    if (failures.size === 0) onRecovered();
  }

  function send(request: IncomingMessage, response: ServerResponse, found: ReadyAnswer): void {
    const head = { ...found.headers, ...door.headers(), 'content-length': found.bytes.length };
    response.writeHead(found.status, hasBody(request) ? { ...head, connection: 'close' } : head);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.on('finish', () => {
      if (found.metrics) scrapedAt = clock.monotonic();
    });
    response.end(found.bytes);
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
        onListening: () => options.onListening(addressOf(server, options, encrypts)),
        onAccepting: recovered,
      });
      server.unref();
    },
    stop() {
      stopped = true;
      stopListening?.();
      return new Promise((resolve) => {
        server.close(() => resolve());
        connections.closeAll();
      });
    },
    state: () => ({
      address: addressOf(server, options, encrypts),
      listening: server.listening,
      scrapedAgo: scrapedAt === null ? null : Math.max(0, clock.monotonic() - scrapedAt),
    }),
  };
}

function askOf(request: IncomingMessage): Ask {
  const { accept } = request.headers;
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    accept: accept !== undefined && accept.length <= longestAccept ? accept : undefined,
    hasBody: hasBody(request),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What to type into a browser on this machine. */
function addressOf(server: Server, { host, port }: MetricsServerOptions, encrypts: boolean): string {
  const bound = server.address();
  const actualPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  const name = host === null || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http${encrypts ? 's' : ''}://${isIPv6(name) ? `[${name}]` : name}:${actualPort}`;
}
