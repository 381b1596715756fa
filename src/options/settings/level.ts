import type { Flags } from '../given.ts';

/** What one place beside the command line says of options. */
export interface Level {
  readonly flags: Flags;
  /** By the names of the options: what a message about one calls it. */
  readonly labels: ReadonlyMap<string, string>;
}
