import { createServer, type Server } from 'node:http';
import type { Clock, Timers } from '../time.ts';
import { addressOf } from './address.ts';
import type { Route } from './answer.ts';
import { Auth } from './config/auth.ts';
import type { WebAccess } from './config/load.ts';
import { type ComparePassword, Logins } from './config/logins.ts';
import { Connections } from './connections.ts';
import { Failures } from './failures.ts';
import { isLoopback } from './host.ts';
import { keepListening } from './listen.ts';
import { refuse, refuseWith } from './refuse.ts';
import { Requests } from './requests.ts';
import { TlsConnections } from './tls-connections.ts';

/** What a client may cost: seconds, bytes, connections. */
export interface ServerLimits {
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
export const defaultLimits: ServerLimits = {
  headerBytes: 16 * 1024,
  headerSeconds: 10,
  answerSeconds: 30,
  keepAliveSeconds: 75,
  connections: 100,
};

/** What is served, where, and whom to tell how it goes. */
export interface WebServerOptions {
  /** `null` for all interfaces. */
  readonly host: string | null;
  readonly port: number;
  readonly route: Route;
  readonly clock: Clock;
  readonly timers: Timers;
  /** TLS, passwords and headers: the newest. Whether it has TLS stays as it is when the server is made. */
  readonly access: () => WebAccess;
  readonly compare: ComparePassword;
  /** Takes one line, with the way out, each time that an answer fails. */
  readonly onProblem: (line: string) => void;
  /** What was told as a problem while it listened is over. */
  readonly onRecovered: () => void;
  readonly onListening: (address: string, port: number) => void;
  /** The metrics have been handed over. */
  readonly onScraped: () => void;
  /** Seconds between two attempts to have the port. */
  readonly retryAfter?: number;
  readonly limits?: Partial<ServerLimits>;
}

/** The server, which runs until it is stopped. */
export interface WebServer {
  start(): void;
  /** Ends at once, open connections included. */
  stop(): Promise<void>;
}

/** Serves the metrics, the page and the JSON. Nothing that a client does can throw. */
export function createWebServer(options: WebServerOptions): WebServer {
  const { timers, retryAfter = 10, onProblem, onRecovered } = options;
  const limits: ServerLimits = { ...defaultLimits, ...options.limits };
  const connections = new Connections(limits.connections);
  const failures = new Failures(onProblem, onRecovered);
  const requests = new Requests({
    auth: new Auth(options.access, new Logins(options), options.clock),
    route: options.route,
    connections,
    failures,
    timers,
    answerSeconds: limits.answerSeconds,
    loopbackHost: () => loopbackHost(server, options.host),
    onScraped: options.onScraped,
  });
  const server = httpServer(limits);
  takeConnections(server, connections, limits, options);
  takeRequests(server, requests, timers);
  let stopListening: (() => void) | null = null;
  let stopped = false;
  return {
    start() {
      if (stopListening !== null || stopped) return;
      stopListening = keepListening(server, {
        host: options.host,
        port: options.port,
        retryAfter,
        timers,
        onProblem: (line) => failures.failed('listen', line),
        onListening() {
          failures.worked('listen');
          const bound = server.address();
          const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
          options.onListening(addressOf(options.host, port, options.access().tls !== null), port);
        },
        onAccepting: () => failures.worked('listen'),
      });
    },
    stop() {
      stopped = true;
      stopListening?.();
      return new Promise((resolve) => {
        server.close(() => resolve());
        connections.closeAll();
      });
    },
  };
}

/** What is listened on, where that is a loopback address. */
function loopbackHost(server: Server, host: string | null): string | null {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null && isLoopback(bound.address) ? (host ?? '') : null;
}

function httpServer(limits: ServerLimits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: limits.headerSeconds * 1000,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    connectionsCheckingInterval: Math.min(5000, limits.headerSeconds * 500),
  });
  server.setTimeout(limits.answerSeconds * 1000);
  // A client that closes its sending side after the request (`nc -N`, probes) waits for the answer. Node's types lack it.
  return Object.assign(server, { httpAllowHalfOpen: true });
}

function takeConnections(
  server: Server,
  connections: Connections,
  { headerSeconds }: ServerLimits,
  { access, timers }: Pick<WebServerOptions, 'access' | 'timers'>,
): void {
  if (access().tls !== null) {
    // HTTP begins when the handshake is over.
    const speaksHttp = server.listeners('connection');
    server.removeAllListeners('connection');
    const tls = new TlsConnections({
      settings: () => access().tls,
      timers,
      seconds: headerSeconds,
      onSecure(encrypted) {
        for (const listener of speaksHttp) Reflect.apply(listener, server, [encrypted]);
      },
    });
    server.on('connection', (socket) => tls.add(socket));
  }
  server.prependListener('connection', (socket) => connections.add(socket));
}

function takeRequests(server: Server, requests: Requests, timers: Timers): void {
  server.on('request', (request, response) => requests.handle(request, response));
  // A client that would send a body is answered without being asked for it.
  server.on('checkContinue', (request, response) => requests.handle(request, response));
  server.on('checkExpectation', (request, response) => requests.handle(request, response));
  server.on('connect', (_, socket) => refuseWith('405 Method Not Allowed', socket, timers));
  server.on('clientError', (error, socket) => refuse(error, socket, timers));
}
