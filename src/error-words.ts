import { constants } from 'node:os';

/**
 * What Linux may say of a file and libuv has no name for: Node calls such an error `Unknown system error -122`. Some of
 * these have other numbers elsewhere, and are looked up by their names.
 */
const nameless: readonly (readonly [number: number, code: string, words: string])[] = [
  [35, 'EDEADLK', 'a lock would wait for itself'],
  [37, 'ENOLCK', 'no lock can be had'],
  [52, 'EBADE', 'the server made no sense of it'],
  [61, 'ENODATA', 'there are no data'],
  [62, 'ETIME', 'a device took too long'],
  [64, 'ENONET', 'the machine is not on the network'],
  [67, 'ENOLINK', 'the link to the server is cut'],
  [70, 'ECOMM', 'the server can not be talked to'],
  [74, 'EBADMSG', 'the file system is damaged: a checksum is wrong'],
  [116, 'ESTALE', 'the server no longer knows the file'],
  [117, 'EUCLEAN', 'the file system is damaged and wants to be checked'],
  [121, 'EREMOTEIO', 'the disk fails'],
  [122, 'EDQUOT', 'the disk quota is used up'],
  [123, 'ENOMEDIUM', 'there is no medium in the drive'],
  [124, 'EMEDIUMTYPE', 'there is a wrong medium in the drive'],
  [126, 'ENOKEY', 'the key of the encrypted folder is not there'],
  [127, 'EKEYEXPIRED', 'a key has expired'],
  [128, 'EKEYREVOKED', 'a key has been revoked'],
  [129, 'EKEYREJECTED', 'a key was rejected by the server'],
  [133, 'EHWPOISON', 'the memory of the machine is damaged'],
];

/** What an error says, whatever was thrown: never throws itself, as not everything thrown can be put into words. */
export function errorWords(error: unknown): string {
  try {
    const system = namelessOf(error);
    if (system !== null) return system.words;
    const words = String(error instanceof Error ? error.message : error);
    return words === '' ? 'no reason given' : words;
  } catch {
    return 'a reason that has no words';
  }
}

/** The code of an error of the system's or of Node's, such as `ENOSPC`; `''` where it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return '';
  return namelessOf(error)?.code ?? error.code;
}

/** Whether a file system has no room: for anybody, or for this user. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error));
}

/** The code and the words of an error that Node has none for; `null` for all others. */
function namelessOf(error: unknown): { readonly code: string; readonly words: string } | null {
  if (!(error instanceof Error) || !('code' in error) || !('errno' in error)) return null;
  if (typeof error.errno !== 'number' || !String(error.code).startsWith('Unknown system error')) return null;
  const number = Math.abs(error.errno);
  const [name] = Object.entries(constants.errno).find(([, value]) => value === number) ?? [];
  const known = nameless.find(([linux, code]) => (name === undefined ? linux === number : code === name));
  const code = known?.[1] ?? name ?? `errno ${number}`;
  return { code, words: known === undefined ? `the system says ${code}` : `${known[2]} (${code})` };
}
