import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { answerText, tooLong } from './answer-text.ts';
import { lookupWith, type NameSources, systemNames } from './lookup.ts';
import { OtherKind, PoolProblem } from './problem.ts';

/**
 * The longest answer that is read, in bytes: a hundred shares have 50 KB. As JSON of many small things it takes a hundred
 * times as much memory for a moment.
 */
const longestAnswer = 256 * 1024;
/** Redirections on the pool's own host and port that are followed. */
const mostRedirections = 3;
const redirecting: readonly number[] = [301, 302, 303, 307, 308];

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * One short exchange with a server: connections are used again within it, and gone with it. Node's own HTTP client
 * rather than fetch: it lets names be looked up without a thread, and follows no redirections.
 */
export interface HttpSession {
  /**
   * @param body what is sent by POST; without it a GET
   * @throws PoolProblem when there is no answer, or one that is too long
   */
  ask(url: URL, signal: AbortSignal, body?: string): Promise<HttpAnswer>;
  /** Closes the connections, also those in use. */
  close(): void;
}

/** Opens one; nothing is sent before the first question. */
export function openSession(names: NameSources = systemNames): HttpSession {
  const options = { keepAlive: true, maxSockets: 4 };
  const agents = { plain: new HttpAgent(options), tls: new HttpsAgent(options) };
  const lookup = lookupWith(names);

  const send = (url: URL, signal: AbortSignal, body: string | undefined): Promise<Received> =>
    new Promise((resolve, reject) => {
      const tls = url.protocol === 'https:';
      const request: RequestOptions = {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json, text/plain, */*',
          'accept-encoding': 'identity',
          'user-agent': 'fpga-tee',
          ...(body === undefined
            ? {}
            : { 'content-type': 'text/plain;charset=UTF-8', 'content-length': Buffer.byteLength(body) }),
        },
        lookup,
        signal,
      };
      const sent = tls
        ? httpsRequest(url, { ...request, agent: agents.tls })
        : httpRequest(url, { ...request, agent: agents.plain });
      let answered = false;
      sent.on('error', reject);
      sent.on('response', (response) => {
        answered = true;
        read(response).then(resolve, reject);
      });
      // Whoever has the connection for another protocol gives no answer, and no error either.
      sent.on('upgrade', (_, socket) => {
        socket.destroy();
        reject(new OtherKind('answers with a web socket (HTTP 101) where a web server should be'));
      });
      sent.on('close', () => {
        if (!answered) reject(new PoolProblem(brokenOff));
      });
      sent.end(body);
    });

  return {
    async ask(url, signal, body) {
      let at = url;
      for (let redirections = 0; ; redirections += 1) {
        const { location, ...answer } = await send(at, signal, body).catch((error: unknown) => {
          throw signal.aborted ? signal.reason : problemOf(error);
        });
        if (location === null) return answer;
        at = redirectedTo(location, at);
        if (body !== undefined || redirections >= mostRedirections)
          throw new OtherKind('redirects again and again');
      }
    },
    close() {
      agents.plain.destroy();
      agents.tls.destroy();
    },
  };
}

interface Received extends HttpAnswer {
  readonly location: string | null;
}

async function read(response: IncomingMessage): Promise<Received> {
  const { statusCode: status = 0, headers } = response;
  const location = redirecting.includes(status) ? (headers.location ?? null) : null;
  if (location !== null) {
    response.destroy();
    return { status, body: '', location };
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > longestAnswer) throw tooLong(longestAnswer);
    chunks.push(chunk);
  }
  return { status, body: answerText(Buffer.concat(chunks), headers, longestAnswer), location };
}

/** Another host, or another port, is another's: what is asked contains the address of the one who mines. */
function redirectedTo(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  if (to === null || (to.protocol !== 'http:' && to.protocol !== 'https:'))
    throw new OtherKind('redirects to what is no address of the web');
  if (to.host !== from.host) {
    const where = to.hostname === from.hostname ? `another port (${to.origin})` : to.host;
    throw new OtherKind(`redirects to ${where}, which is not followed; if it is the pool, give that`);
  }
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new OtherKind('redirects from https to http, which is not followed');
  // A name and a password that somebody else thought of are not sent.
  to.username = '';
  to.password = '';
  return to;
}

const noTls = 'speaks no TLS there; perhaps it is http:// instead of https://';
const brokenOff = 'breaks the connection off';

/** Node's errors by their codes, in words that follow the pool's name. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  ETIMEDOUT: "can't be reached (ETIMEDOUT)",
  EHOSTUNREACH: "can't be reached (EHOSTUNREACH)",
  ENETUNREACH: "can't be reached (ENETUNREACH)",
  EADDRNOTAVAIL: "can't be reached (EADDRNOTAVAIL)",
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
};

function problemOf(error: unknown): PoolProblem {
  if (error instanceof PoolProblem) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  if (code.startsWith('HPE_')) return new PoolProblem('speaks no HTTP there');
  if (/CERT|SIGNATURE|ISSUER|ALTNAME|CRL|CA_/.test(code))
    return new PoolProblem(
      `has a certificate that is not accepted (${code}); if it is the pool's own, name the file of its authority in NODE_EXTRA_CA_CERTS`,
    );
  return new PoolProblem(words[code] ?? `can't be asked (${code})`);
}
