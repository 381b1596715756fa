import type { Writer } from '../platform/writer.ts';
import type { Sink } from './sink.ts';

/** Starts a process that writes to a descriptor. */
export type StartWriter = (fd: number) => Writer;

/** Has another process write, one piece after the other, so that what waits is known here; without it another sink. */
export class WriterSink implements Sink {
  readonly hasReader = true;
  readonly #writer: Writer;
  readonly #otherwise: Sink;
  #gone = false;

  constructor(writer: Writer, otherwise: Sink) {
    this.#writer = writer;
    this.#otherwise = otherwise;
  }

  /** True once that process is no more. */
  get gone(): boolean {
    return this.#gone;
  }

  take(bytes: Buffer, taken: (count: number | Error) => void): void {
    if (this.#gone) {
      this.#otherwise.take(bytes, taken);
      return;
    }
    this.#writer.write(bytes, (failure) => {
      if (failure === null) taken(bytes.length);
      else if (failure.type === 'refused') {
        taken(Object.assign(new Error(failure.message), { code: failure.code }));
      } else {
        // Nobody knows how much of it was written: rather twice than never.
        this.#gone = true;
        this.#otherwise.take(bytes, taken);
      }
    });
  }
}
