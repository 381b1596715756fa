import { describe, expect, test } from 'vitest';
import { findWindowsProgram } from '../../src/run/windows-program.ts';

const environment = { Path: 'C:\\Windows\\system32;"C:\\Program Files\\miners"', PATHEXT: '.EXE;.BAT' };
const files = new Set([
  'C:\\Windows\\system32\\cmd.exe',
  'C:\\Program Files\\miners\\fx-tokenminer.exe',
  'C:\\rig\\start.bat',
  'C:\\rig\\tools\\miner.exe',
]);

function find(file: string, changes: Readonly<Record<string, string>> = environment): string {
  return findWindowsProgram({ file, args: [], directory: 'C:\\rig', environment: changes }, (one) =>
    files.has(one),
  );
}

describe('a program on Windows', () => {
  test.each([
    ['cmd', 'C:\\Windows\\system32\\cmd.exe'],
    ['cmd.exe', 'C:\\Windows\\system32\\cmd.exe'],
    ['fx-tokenminer', 'C:\\Program Files\\miners\\fx-tokenminer.exe'],
    ['start', 'C:\\rig\\start.bat'],
    ['tools\\miner', 'C:\\rig\\tools\\miner.exe'],
    ['tools/miner.exe', 'C:\\rig\\tools\\miner.exe'],
    ['C:\\rig\\tools\\miner.exe', 'C:\\rig\\tools\\miner.exe'],
  ])('%s is %s', (file, program) => {
    expect(find(file)).toBe(program);
  });

  test('is found without PATHEXT, too', () => {
    expect(find('cmd', { PATH: 'C:\\Windows\\system32' })).toBe('C:\\Windows\\system32\\cmd.exe');
  });

  test.each([
    ['nothing', 'nothing: not found in PATH; give its path'],
    ['.\\nothing.exe', '.\\nothing.exe: there is no such file in C:\\rig'],
    ['', 'the command is empty; give the miner to start'],
  ])('%s is not there', (file, problem) => {
    expect(() => find(file)).toThrow(problem);
  });
});
