import { errorCode, errorWords } from '../../error-words.ts';

const another = '(choose another with --log)';

/** What is said of the errors that a log can meet, with the way out where the user has one. */
const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full (the quota is used up)',
  EACCES: `no permission to write it ${another}`,
  EPERM: `no permission to write it ${another}`,
  ENOENT: `its directory can't be made ${another}`,
  ENOTDIR: `a part of its path is no directory ${another}`,
  EEXIST: `a part of its path is no directory ${another}`,
  EISDIR: `it is a directory ${another}`,
  EROFS: 'the file system is read-only',
  ENXIO: 'there is nobody at its other end',
  EFBIG: 'it can grow no further (a limit of the file system, or of ulimit -f)',
  ENAMETOOLONG: `its name is too long ${another}`,
  EIO: 'the disk fails (EIO)',
};

/** They do not pass within seconds. */
const lasting: readonly string[] = [
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'ENAMETOOLONG',
  'EFBIG',
];

/** Whether an error with a log stays until somebody does something. */
export function lastsLong(error: unknown): boolean {
  return lasting.includes(errorCode(error));
}

/** What to say of an error with a log, in a few words. */
export function problemOf(error: unknown): string {
  return words[errorCode(error)] ?? errorWords(error);
}
