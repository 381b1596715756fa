import type { HttpAnswer, HttpSession } from './http.ts';
import { OtherKind, PoolProblem } from './problem.ts';
import { noData, parseJson, property } from './values.ts';

/*
 * As much of Engine.IO over HTTP long polling, and of Socket.IO on it, as one short exchange takes. Protocol 3 (servers
 * of Socket.IO 1 and 2) puts `<length>:` before each packet, 4 (servers 3 and 4) a record separator between two.
 * https://socket.io/docs/v4/engine-io-protocol/
 */

/** The versions of the protocol. */
export type Protocol = 3 | 4;

const separator = '\x1e';

/** The packets of a payload, each with its type in front; `null` when it is none. */
export function packetsOf(payload: string, protocol: Protocol): readonly string[] | null {
  if (payload === '') return [];
  if (protocol === 4) return payload.split(separator);
  const packets: string[] = [];
  for (let at = 0; at < payload.length; ) {
    const [head = '', digits = ''] = /^(\d{1,7}):/.exec(payload.slice(at, at + 8)) ?? [];
    const end = at + head.length + Number(digits);
    if (head === '' || end > payload.length) return null;
    packets.push(payload.slice(at + head.length, end));
    at = end;
  }
  return packets;
}

/** The payload of packets. Lengths are counted in characters, so there may be none of more than one unit. */
export function payloadOf(packets: readonly string[], protocol: Protocol): string {
  const plain = packets.map((packet) =>
    packet.replace(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
  return protocol === 4
    ? plain.join(separator)
    : plain.map((packet) => `${packet.length}:${packet}`).join('');
}

/** An event with its first argument. */
export interface SocketEvent {
  readonly name: string;
  readonly argument: unknown;
}

/** The event in a packet: `42["name",…]`, with a number in between when an answer is awaited; else `null`. */
export function eventOf(packet: string): SocketEvent | null {
  const [, text] = /^42\d{0,15}(\[.*)$/s.exec(packet) ?? [];
  if (text === undefined) return null;
  try {
    const event: unknown = JSON.parse(text);
    if (!Array.isArray(event) || typeof event[0] !== 'string') return null;
    return { name: event[0], argument: event[1] };
  } catch {
    return null;
  }
}

/** A session with a server, after its handshake. */
export interface EngineSession {
  readonly protocol: Protocol;
  /** Sends events. */
  emit(events: readonly SocketEvent[], signal: AbortSignal): Promise<void>;
  /** Waits for the next events: none when only a sign of life came. */
  receive(signal: AbortSignal): Promise<readonly SocketEvent[]>;
  /** Says goodbye. */
  close(signal: AbortSignal): Promise<void>;
}

/** The server has forgotten the session: it was restarted since the handshake, or is several that do not know of each other. */
export class SessionLost extends PoolProblem {
  override readonly name = 'SessionLost';
}

/** Rounds in which a Socket.IO 3 or 4 server has to accept the connection. */
const mostRounds = 10;

/**
 * Shakes hands, in whichever protocol the server speaks: a server of protocol 3 does not look at the version it is asked for.
 *
 * @throws OtherKind when no such server answers
 */
export async function connect(session: HttpSession, base: URL, signal: AbortSignal): Promise<EngineSession> {
  const first = await session.ask(urlOf(base, 4, null), signal);
  if (first.status >= 500) throw new OtherKind(`fails (HTTP ${first.status})`);
  const protocol = /^\d{1,7}:0\{/.test(first.body) ? 3 : 4;
  const [open = '', ...others] = packetsOf(first.body, protocol) ?? [];
  if (first.status !== 200 || !open.startsWith('0{')) {
    if (first.status === 200) throw noData(first.body);
    throw new OtherKind(`answers with HTTP ${first.status} instead of data`);
  }
  const sid = property(parseJson(open.slice(1)), 'sid');
  if (typeof sid !== 'string' || !/^[\w-]{1,128}$/.test(sid))
    throw new OtherKind('gives no session, as a 0xBitcoin pool would');
  const url = urlOf(base, protocol, sid);
  let early = others;

  const post = async (packets: readonly string[], until: AbortSignal): Promise<void> => {
    checked(await session.ask(url, until, payloadOf(packets, protocol)).catch(lost));
  };
  const packets = async (until: AbortSignal): Promise<readonly string[]> => {
    const before = early;
    early = [];
    if (before.length > 0) return before;
    const { body } = checked(await session.ask(url, until).catch(lost));
    const received = packetsOf(body, protocol);
    if (received === null) throw new PoolProblem('answers with what is no packet of Engine.IO');
    if (received.includes('2')) await post(['3'], until);
    if (received.includes('1')) throw new SessionLost('ends the exchange before it has answered');
    return received;
  };

  if (protocol === 4) {
    await post(['40'], signal);
    for (let rounds = 0; !early.some((packet) => packet.startsWith('40')); rounds += 1) {
      if (rounds >= mostRounds) throw new PoolProblem('does not let one in');
      early = [...(await packets(signal))];
      if (early.some((packet) => packet.startsWith('44'))) throw new PoolProblem('does not let one in');
    }
  }

  return {
    protocol,
    emit: (events, until) =>
      post(
        events.map(({ name, argument }) => `42${JSON.stringify([name, argument])}`),
        until,
      ),
    receive: async (until) =>
      (await packets(until)).flatMap((packet) => {
        const event = eventOf(packet);
        return event === null ? [] : [event];
      }),
    close: (until) => post(['1'], until),
  };
}

function urlOf(base: URL, protocol: Protocol, sid: string | null): URL {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, '');
  // Some name the whole path, as a browser shows it.
  url.pathname = path.endsWith('/socket.io') ? `${path}/` : `${path}/socket.io/`;
  url.search = new URLSearchParams({
    EIO: `${protocol}`,
    transport: 'polling',
    ...(sid === null ? {} : { sid }),
  }).toString();
  url.hash = '';
  return url;
}

/** A connection that breaks after the handshake is a restart, too. */
function lost(error: unknown): never {
  if (!(error instanceof PoolProblem) || error instanceof OtherKind) throw error;
  throw new SessionLost(error.message);
}

/** https://socket.io/docs/v4/troubleshooting-connection-issues/: 400 with code 1 is a session that is not known. */
function checked(answer: HttpAnswer): HttpAnswer {
  if (answer.status === 200) return answer;
  if (answer.status === 400) throw new SessionLost('was restarted while it was asked');
  throw new PoolProblem(`answers with HTTP ${answer.status}`);
}
