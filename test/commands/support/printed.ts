import { vi } from 'vitest';

/** Takes what goes to stdout and stderr from here on, until the mocks are restored; gives all of it so far. */
export function collectPrinted(): () => string {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: unknown[]) => {
    printed += String(text);
    const then = rest.at(-1);
    if (typeof then === 'function') then(null);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  return () => printed;
}
