/** Whether a text can be the name of a pool or of an address: it stands in labels and in addresses of probes. */
export function isName(text: string): boolean {
  return /^[\p{L}\p{N}_.:+-](?:[\p{L}\p{N}_.:+ -]{0,62}[\p{L}\p{N}_.:+-])?$/u.test(text);
}

/** What a name is. */
export const rightName = 'letters, digits and . _ : + -, 64 characters at the most';

/** What is said of an address that is its own name: names are shown. */
export const addressAsName = 'the address itself; give it a name that may be seen';
