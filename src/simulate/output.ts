/** The part of `process.stdout` that is used. */
export interface SimulatorOutput {
  /** False when the text is kept back and 'drain' will tell when it was taken. */
  write(text: string, written?: (error?: Error | null) => void): boolean;
  on(event: 'drain', listener: () => void): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
  off(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** Prints no faster than the reader takes it, so that at most one text is kept in memory. */
export class Output {
  readonly #stream: SimulatorOutput;
  readonly #onError: (error: NodeJS.ErrnoException) => void;
  #wake: (() => void) | null = null;
  readonly #drained = (): void => this.#wake?.();

  /** `onError` is told when the reader has gone; after that no write ever comes to an end. */
  constructor(stream: SimulatorOutput, onError: (error: NodeJS.ErrnoException) => void) {
    this.#stream = stream;
    this.#onError = onError;
    stream.on('error', onError);
    stream.on('drain', this.#drained);
  }

  /** Prints; true when the reader let it wait. */
  async write(text: string): Promise<boolean> {
    if (text === '' || this.#stream.write(text)) return false;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
    return true;
  }

  /** Waits until all that was printed has been handed over. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.#stream.write('', (error) => {
        if (error === undefined || error === null) resolve();
      });
    });
  }

  /** Listens to the stream no more. An error that is on its way shall not end the program: its listener stays. */
  close(): void {
    this.#stream.off('drain', this.#drained);
    this.#stream.off('error', this.#onError);
    this.#stream.on('error', () => {});
  }
}
