import type { Flags } from '../given.ts';

/** Where a value stands that is not on the command line. */
export type Source =
  | { readonly type: 'variable'; readonly name: string }
  /** `place` is file, line and column. */
  | { readonly type: 'file'; readonly place: string; readonly key: string };

/** What one place beside the command line says of options. */
export interface Level {
  readonly flags: Flags;
  /** By the names of the options. */
  readonly sources: ReadonlyMap<string, Source>;
}
