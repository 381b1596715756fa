/** Where a value stands that is not on the command line. */
export type Source =
  | { readonly type: 'variable'; readonly name: string }
  /** `place` is file, line and column. */
  | { readonly type: 'file'; readonly place: string; readonly key: string };

/** By the names of options. */
export type Sources = ReadonlyMap<string, Source>;
