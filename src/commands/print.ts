import { errorWords } from '../error-words.ts';

/**
 * Prints to stdout.
 *
 * @returns the exit code
 */
export async function print(text: string): Promise<number> {
  process.stdout.on('error', () => {});
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    process.stdout.write(text, resolve);
  });
  // Whoever reads may have enough (`| head`): that is no failure of ours.
  if (error == null || error.code === 'EPIPE') return 0;
  complain(`stdout can't be written: ${errorWords(error)}`);
  return 1;
}

/** Says lines of ours on stderr. */
export function complain(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`fpga-tee: ${line}\n`);
}
