/** A URL as it was typed, right or wrong, without what may be a name and a password in it: they are for nobody's log. */
export function withoutLogin(url: string): string {
  return url.replace(/^(\s*[a-z][a-z\d+.-]*:[/\\]{2})?.*@/is, '$1…@');
}

/** Text from outside (an argument, a file's name) on one line and without control characters, to be said in a message. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
