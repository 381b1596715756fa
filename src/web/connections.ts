import type { Socket } from 'node:net';

/** What a connection does: waits for a request, has asked for something, or takes its answer. */
type Doing = 'idle' | 'waiting' | 'taking';

/**
 * The open connections, never more than a limit. When there are as many, a new one takes the place of the one that has
 * been idle longest, so that nobody who only holds connections keeps a scrape out; if none is idle, of the one that has
 * been reading its answer longest. When all of them wait for an answer, which is soon over, the new one is closed.
 */
export class Connections {
  readonly #limit: number;
  /** By the client's address and port; in the order in which they began to do what they do. */
  readonly #doing: Readonly<Record<Doing, Map<string, Socket>>> = {
    idle: new Map(),
    waiting: new Map(),
    taking: new Map(),
  };

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param socket a connection that has just come in */
  add(socket: Socket): void {
    const { idle, waiting, taking } = this.#doing;
    const client = clientOf(socket);
    if (client === null) return;
    if (idle.size + waiting.size + taking.size >= this.#limit) {
      const [longest] = idle.size > 0 ? idle : taking;
      const [other, leaving] = longest ?? [client, socket];
      this.#forget(other);
      leaving.destroy();
      if (leaving === socket) return;
    }
    idle.set(client, socket);
    socket.once('close', () => this.#forget(client));
  }

  /**
   * It does something else from now on.
   *
   * @param socket the connection, or its encrypted form, which has the same client
   */
  set(socket: Socket, doing: Doing): void {
    const client = clientOf(socket);
    if (client === null) return;
    const known = this.#forget(client);
    if (known !== null) this.#doing[doing].set(client, known);
  }

  isIdle(socket: Socket): boolean {
    return this.#doing.idle.has(clientOf(socket) ?? '');
  }

  closeAll(): void {
    for (const sockets of Object.values(this.#doing)) for (const socket of sockets.values()) socket.destroy();
  }

  #forget(client: string): Socket | null {
    for (const sockets of Object.values(this.#doing)) {
      const socket = sockets.get(client);
      if (sockets.delete(client)) return socket ?? null;
    }
    return null;
  }
}

/** `null` once the connection is closed. */
function clientOf({ remoteAddress, remotePort }: Socket): string | null {
  return remoteAddress === undefined ? null : `${remoteAddress} ${remotePort}`;
}
