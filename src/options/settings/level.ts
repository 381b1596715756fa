import type { Flags } from '../given.ts';
import type { Sources } from '../source.ts';

/** What one place beside the command line says of options. */
export interface Level {
  readonly flags: Flags;
  readonly sources: Sources;
}
