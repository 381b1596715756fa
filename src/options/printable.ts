/** Text from outside (an argument, a file's name) on one line and without control characters, to be said in a message. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
