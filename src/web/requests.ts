import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorWords } from '../error-words.ts';
import type { Timers } from '../time.ts';
import { problem, type Route, type WebAnswer, type WebRequest } from './answer.ts';
import type { Auth } from './config/auth.ts';
import type { Connections } from './connections.ts';
import type { Failures } from './failures.ts';
import { hostProblem } from './host.ts';
import { contentOf } from './routes.ts';

/** Characters of an Accept header; no browser's is half as long. A longer one is as good as none. */
const longestAccept = 1024;

/** What requests are answered with. */
export interface RequestsOptions {
  readonly auth: Pick<Auth, 'refusalFor' | 'headers'>;
  readonly route: Route;
  readonly connections: Pick<Connections, 'set' | 'isIdle'>;
  readonly failures: Failures;
  readonly timers: Timers;
  /** From a request's headers to the last byte of its answer. */
  readonly answerSeconds: number;
  /** What the user wants to listen on, where that is a loopback address. */
  readonly loopbackHost: () => string | null;
  /** The metrics have been handed over. */
  readonly onScraped: () => void;
}

/** Answers one request at a time on each connection. */
export class Requests {
  readonly #options: RequestsOptions;
  /** The answers under way, by their connections. */
  readonly #responses = new WeakMap<Socket, ServerResponse>();

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const { connections, timers, answerSeconds } = this.#options;
    const { socket } = request;
    if (!connections.isIdle(socket)) {
      this.#endAfterFirst(socket);
      return;
    }
    connections.set(socket, 'waiting');
    this.#responses.set(socket, response);
    try {
      const cancel = timers.after(answerSeconds, () => socket.destroy());
      response.on('close', () => {
        cancel();
        connections.set(socket, 'idle');
      });
      response.on('error', () => socket.destroy());
      // Where not even the failure can be told, the client need not wait.
      this.#answer(request, response).catch(() => socket.destroy());
    } catch (error) {
      socket.destroy();
      this.#options.failures.failed(partOf(request), couldNot(error));
    }
  }

  /**
   * A further request came before the answer to the first. Prometheus never does that, and a client that does could have a
   * thousand pages made at once: the first is answered, and the connection closed.
   */
  #endAfterFirst(socket: Socket): void {
    const first = this.#responses.get(socket);
    if (first === undefined || !this.#responses.delete(socket)) return;
    first.shouldKeepAlive = false;
    first.on('finish', () => socket.destroySoon());
    // Node itself reads on at the end of each request; after those that have come, it does so no more.
    process.nextTick(() => socket.pause());
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { auth, route, connections, loopbackHost } = this.#options;
    const { socket, url = '', headersDistinct: headers } = request;
    const client = {
      authorization: request.headers.authorization,
      address: socket.remoteAddress ?? '',
      gone: () => socket.destroyed,
    };
    const answer =
      hostProblem({ url, headers }, loopbackHost()) ??
      (await this.#attempt('log in', "passwords can't be checked", () => auth.refusalFor(client))) ??
      (await this.#attempt(partOf(request), couldNotAnswer, () => route(webRequestOf(request))));
    if (answer === null || socket.destroyed) return;
    connections.set(socket, 'taking');
    this.#send(request, response, answer);
  }

  /** What fails is told, and answered without the reason. */
  async #attempt(
    part: string,
    otherwise: string,
    step: () => Promise<WebAnswer | null>,
  ): Promise<WebAnswer | null> {
    const { failures } = this.#options;
    try {
      const answer = await step();
      failures.worked(part);
      return answer;
    } catch (error) {
      failures.failed(part, `${otherwise}: ${errorWords(error)}`);
      return problem(500, 'internal error');
    }
  }

  #send(request: IncomingMessage, response: ServerResponse, answer: WebAnswer): void {
    const { auth, onScraped } = this.#options;
    const { status, headers, body, content } = answer;
    const head = { ...headers, ...auth.headers(), 'content-length': body.length };
    response.writeHead(status, hasBody(request) ? { ...head, connection: 'close' } : head);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    if (content === 'metrics') response.on('finish', onScraped);
    response.end(body);
  }
}

const couldNotAnswer = 'the metrics server could not answer';

function couldNot(error: unknown): string {
  return `${couldNotAnswer}: ${errorWords(error)}`;
}

/** What fails when this can't be answered. */
function partOf(request: IncomingMessage): string {
  return contentOf(webRequestOf(request)) ?? '';
}

function webRequestOf(request: IncomingMessage): WebRequest {
  const { accept } = request.headers;
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    accept: accept !== undefined && accept.length <= longestAccept ? accept : undefined,
    hasBody: hasBody(request),
    scrapeTimeout: request.headersDistinct['x-prometheus-scrape-timeout-seconds']?.[0],
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
