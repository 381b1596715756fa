import { errorCode, errorWords } from '../error-words.ts';

/** How it stands with a followed log's path; what was opened before goes on being read in any of these. */
export type FollowState =
  /** Nothing has that name: the log is waited for. */
  | { readonly type: 'waiting' }
  | { readonly type: 'following' }
  /** @property reason one line without the path */
  | { readonly type: 'unreadable'; readonly reason: string };

/** What is said of errors with a log's path. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'it is a symbolic link to itself',
  ESTALE: 'the server no longer knows it (ESTALE)',
  EIO: 'the disk fails (EIO)',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** What an error says about a log's path. */
export function stateOf(error: unknown): FollowState {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { type: 'waiting' };
  return unreadable(words[code] ?? errorWords(error));
}

/** A log that can't be read. */
export function unreadable(reason: string): FollowState {
  return { type: 'unreadable', reason };
}
