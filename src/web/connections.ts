import type { Socket } from 'node:net';

/** What a connection does: waits for a request, has asked for something, or takes its answer. */
type Doing = 'idle' | 'waiting' | 'taking';

/**
 * The open connections, never more than a limit. When there are as many, the one that has been idle longest gives way to
 * a new one, so that nobody who only holds connections keeps a scrape out; after those, whoever has been longest at
 * taking his answer. When all of them wait for an answer, which is soon over, the new one is closed.
 */
export class Connections {
  readonly #limit: number;
  /** In the order in which they began to do what they do. */
  readonly #doing: Readonly<Record<Doing, Set<Socket>>> = {
    idle: new Set(),
    waiting: new Set(),
    taking: new Set(),
  };

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(socket: Socket): void {
    const { idle, waiting, taking } = this.#doing;
    if (idle.size + waiting.size + taking.size >= this.#limit) {
      const [longest = socket] = idle.size > 0 ? idle : taking;
      this.#forget(longest);
      longest.destroy();
      if (longest === socket) return;
    }
    idle.add(socket);
    socket.on('close', () => this.#forget(socket));
  }

  /** From now on a connection is what has been made of it, such as its encrypted form. */
  replace(socket: Socket, by: Socket): void {
    this.#forget(socket);
    if (by.destroyed) return;
    this.#doing.idle.add(by);
    by.on('close', () => this.#forget(by));
  }

  /** It does something else from now on. */
  set(socket: Socket, doing: Doing): void {
    this.#forget(socket);
    if (!socket.destroyed) this.#doing[doing].add(socket);
  }

  isIdle(socket: Socket): boolean {
    return this.#doing.idle.has(socket);
  }

  closeAll(): void {
    for (const sockets of Object.values(this.#doing)) for (const socket of sockets) socket.destroy();
  }

  #forget(socket: Socket): void {
    for (const sockets of Object.values(this.#doing)) sockets.delete(socket);
  }
}
