/** What an error says, whatever was thrown: never throws itself, as not everything thrown can be put into words. */
export function errorWords(error: unknown): string {
  try {
    const words = String(error instanceof Error ? error.message : error);
    return words === '' ? 'no reason given' : words;
  } catch {
    return 'a reason that has no words';
  }
}
