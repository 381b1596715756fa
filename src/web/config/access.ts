import type { UsableWebConfig, WebAccess } from './load.ts';
import { type WatchedWebConfigOptions, watchWebConfig } from './watch.ts';

/** A web configuration file and what it held when it was last right: that holds until something right is read. */
export interface WebConfigSettings {
  /** As the user gave it. */
  readonly file: string;
  readonly last: UsableWebConfig;
}

const openToAll: WebAccess = { tls: null, headers: {}, users: new Map(), rateLimit: null, empty: true };

/** The newest web configuration, read again whenever its files change; `null`: everybody gets everything. */
export function accessOf(
  config: WebConfigSettings | null,
  options: Omit<WatchedWebConfigOptions, 'file' | 'first'>,
): () => WebAccess {
  if (config === null) return () => openToAll;
  const watched = watchWebConfig({ ...options, file: config.file, first: config.last });
  watched.start();
  return () => watched.current();
}
