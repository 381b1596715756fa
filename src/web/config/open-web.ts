import type { Clock, Timers } from '../../time.ts';
import type { WebOptions } from '../server.ts';
import type { UsableWebConfig } from './load.ts';
import { PasswordThread } from './password-thread.ts';
import { watchWebConfig } from './watch.ts';

/** A web configuration and what is needed to act on it. */
export interface OpenWebOptions {
  /** As the user gave it; with `first` null there is none. */
  readonly file: string | null;
  readonly first: UsableWebConfig | null;
  /** The file of this program. */
  readonly program: URL;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onProblem: (line: string) => void;
  readonly onRecovered: () => void;
}

/** Begins to watch the file and gives what the server needs of it: nothing when there is none. */
export function openWeb({ file, first, program, ...options }: OpenWebOptions): { readonly web?: WebOptions } {
  if (file === null || first === null) return {};
  const watched = watchWebConfig({ file, first, ...options });
  watched.start();
  const { compare } = new PasswordThread(program, options.timers);
  return { web: { access: () => watched.current(), compare } };
}
