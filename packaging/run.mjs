import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program to its end, beside others; what it says matters only when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} words
 * @param {string} [directory]
 * @returns {Promise<string>} its output
 */
export async function run(program, words, directory) {
  const { stdout } = await execute(program, words, { cwd: directory, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
