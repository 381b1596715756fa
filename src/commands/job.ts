/** The tool at work. */
export interface Job {
  /** Resolves to the exit code when all is over, and everything is written, shown and closed. */
  readonly ended: Promise<number>;
  /** Resolves when all that was read is in the logs: for an end by signal. */
  flushed(): Promise<void>;
  /** The logs are opened anew under their names: somebody has renamed them. */
  reopenLogs(): void;
  /** The panel goes away, the rest goes on. */
  detachPanel(): void;
  /** The process is about to be stopped by Ctrl-Z: the terminal is left as a shell wants it. */
  beforePause(): void;
  /** A file system has not answered: Node's own end would wait for it. */
  stuck?(): boolean;
  /** Something of the tool's own failed where nobody caught it: it is told, and the bytes go on. */
  failed(error: unknown): void;
  /** Node warns of something. */
  warned(warning: Error): void;
}
