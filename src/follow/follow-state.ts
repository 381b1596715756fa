/** How it stands with a followed log's path; what was opened before goes on being read in any of these. */
export type FollowState =
  /** Nothing has that name: the log is waited for. */
  | { readonly type: 'waiting' }
  | { readonly type: 'following' }
  /** @property reason one line without the path */
  | { readonly type: 'unreadable'; readonly reason: string };

/** What an error says about a log's path. */
export function stateOf(error: unknown): FollowState {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { type: 'waiting' };
    case 'EACCES':
    case 'EPERM':
      return unreadable('no permission to read it');
    case 'ELOOP':
      return unreadable('it is a symbolic link to itself');
    case 'ESTALE':
      return unreadable('the server no longer knows it (ESTALE)');
    case 'EIO':
      return unreadable('the disk fails (EIO)');
    case 'EMFILE':
    case 'ENFILE':
      return unreadable('too many files are open');
    default:
      return unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** A log that can't be read. */
export function unreadable(reason: string): FollowState {
  return { type: 'unreadable', reason };
}
