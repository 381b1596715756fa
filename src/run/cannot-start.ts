import { printable } from '../lines/printable.ts';

/** A miner could not be started: one line that names the thing and the way out. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
  /** As a shell gives it: 127 for a command that isn't there, 126 for one that can't be executed. */
  readonly exitCode: 126 | 127;

  /** @param message parts of it may come from outside: whatever would break the line is shown as `?` */
  constructor(message: string, exitCode: 126 | 127) {
    super(printable(message));
    this.exitCode = exitCode;
  }
}
