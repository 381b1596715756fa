import { errorCode, errorWords, isDiskFull } from '../error-words.ts';

/** Why a file could not be written into a folder that somebody has named. */
export function whyNotWritten(error: unknown): string {
  if (isDiskFull(error)) return 'the disk is full';
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'no folder can be made there';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file stands where the folder should be';
    case 'EISDIR':
      return 'a folder stands where the file should be';
    case 'EACCES':
    case 'EPERM':
      return 'who runs this program may not write there';
    case 'EROFS':
      return 'the disk can only be read';
    default:
      return errorWords(error);
  }
}
