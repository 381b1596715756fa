import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Both ends of a pipe. */
export interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/**
 * Pipes as a shell makes them. What Node gives its children under that name are sockets, and the program would not go
 * the way that it goes in a pipeline.
 */
export function makePipes(count: number): Pipe[] {
  const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-pipes-'));
  const paths = Array.from({ length: count }, (_, place) => path.join(directory, `${place}`));
  try {
    execFileSync('mkfifo', paths);
    return paths.map((name) => {
      // Held open in both ways, neither end waits for the other.
      const both = openSync(name, constants.O_RDWR);
      const pipe = {
        readEnd: openSync(name, constants.O_RDONLY),
        writeEnd: openSync(name, constants.O_WRONLY),
      };
      closeSync(both);
      return pipe;
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Writes to the write end of a pipe. A reader that has gone is no failure of the test. */
export class PipeWriter {
  readonly #socket: Socket;

  constructor(fd: number) {
    this.#socket = new Socket({ fd, readable: false, writable: true });
    this.#socket.on('error', () => {});
  }

  /** Resolves when the pipe has taken all of it. */
  write(bytes: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(bytes, () => resolve());
    });
  }

  end(bytes: Uint8Array | string = ''): void {
    this.#socket.end(bytes);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** A pipe with a name, for a program that a shell starts: `fpga-tee < path`. */
export class NamedPipe extends PipeWriter {
  readonly path: string;
  readonly #directory: string;

  constructor() {
    const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-pipe-'));
    const name = path.join(directory, 'miner');
    execFileSync('mkfifo', [name]);
    // Opened in both ways, this does not wait for the program.
    super(openSync(name, constants.O_RDWR));
    this.path = name;
    this.#directory = directory;
  }

  override destroy(): void {
    super.destroy();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
