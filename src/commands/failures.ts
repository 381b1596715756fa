import { errorWords } from '../error-words.ts';
import type { Parts } from '../job/parts.ts';

/** Who is told of what Node would print, and end the process with. */
export interface FailureReactions {
  /** Something failed where nobody caught it. */
  readonly failed: (error: unknown) => void;
  /** Takes one line. */
  readonly warned: (words: string) => void;
}

/** Listens to what fails where nobody catches it, and to Node's warnings: the process goes on. */
export function listenToFailures({ failed, warned }: FailureReactions, on: Parts['on']): void {
  on('uncaughtException', failed);
  on('unhandledRejection', failed);
  // Node itself would print them across the panel, and wait for whoever reads stderr.
  process.removeAllListeners('warning');
  on('warning', (warning) => {
    // These are for who writes programs.
    if (!(warning instanceof Error) || /^(Deprecation|Experimental)Warning$/.test(warning.name)) return;
    warned(`Node warns: ${errorWords(warning)}`);
  });
}
