/** The part of the pty package that is used; types of our own, so that the package may be missing. */
export interface PtyModule {
  spawn(file: string, args: string[], options: PtyOptions): Pty;
}

/** How the pseudo-terminal is made. */
export interface PtyOptions {
  /** For TERM, where the environment has none. */
  readonly name: string;
  readonly cols: number;
  readonly rows: number;
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  /** Bytes, not text. */
  readonly encoding: null;
}

/** A program in a pseudo-terminal. */
export interface Pty {
  readonly pid: number;
  write(data: string): void;
  resize(columns: number, rows: number): void;
  kill(signal?: string): void;
  pause(): void;
  resume(): void;
  onData(listener: (data: string | Uint8Array) => void): unknown;
  onExit(listener: (exit: { exitCode: number; signal?: number | undefined }) => void): unknown;
}

/** There is no pseudo-terminal to be had: one line that says why and what to do. */
export class PtyUnavailable extends Error {
  override readonly name = 'PtyUnavailable';
}

/**
 * Loads the package that makes pseudo-terminals. It stays outside of the bundle because it has a part in machine code
 * for each system; without it everything but starting miners works.
 *
 * @throws PtyUnavailable when it is not installed, or not made for this system
 */
export async function loadPty(
  load: () => Promise<PtyModule> = () => import('@lydell/node-pty'),
): Promise<PtyModule> {
  try {
    return await load();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    // The package itself, not the part in machine code that it looks for.
    if (
      code === 'ERR_MODULE_NOT_FOUND' ||
      /Cannot find (?:module|package) '@lydell\/node-pty'/.test(reason)
    ) {
      throw new PtyUnavailable(
        'to start a miner takes the package @lydell/node-pty: npm install --global @lydell/node-pty (or without --global where fpga-tee is not installed globally)',
      );
    }
    throw new PtyUnavailable(
      `@lydell/node-pty does not work here (${reason}); start the miner yourself: miner … | fpga-tee`,
    );
  }
}
