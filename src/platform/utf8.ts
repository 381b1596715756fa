/** Terminals that show little more than ASCII, whatever the locale says. */
const plainTerminals = /^(?:linux|vt\d+.*|ansi.*|cons\d+.*)$/;

/**
 * Whether the terminal shows UTF-8, as far as its environment tells. The locale is that of characters, as the C library
 * finds it; consoles of Windows are written in UTF-16.
 */
export function showsUtf8(environment: Readonly<NodeJS.ProcessEnv>, system: NodeJS.Platform): boolean {
  if (system === 'win32') return true;
  if (plainTerminals.test(environment['TERM'] ?? '')) return false;
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || 'C';
  return /utf-?8/i.test(locale);
}
