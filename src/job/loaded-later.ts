/** A part of a job that is loaded when the first bytes have gone their way. Until then, or where it can't be, there is none. */
export class LoadedLater<Part extends { stop(): unknown }> {
  #part: Part | null = null;
  readonly #loaded: Promise<void>;

  /**
   * @param load loads and starts it
   * @param onFailure it could not be loaded: the job goes on without it
   */
  constructor(load: () => Promise<Part>, onFailure: (error: unknown) => void) {
    this.#loaded = load().then((part) => {
      this.#part = part;
    }, onFailure);
  }

  /** `null` while it is not there. */
  get part(): Part | null {
    return this.#part;
  }

  /** Stops it, also when it is only just being loaded. */
  async stop(): Promise<void> {
    await this.#loaded;
    await this.#part?.stop();
  }
}
