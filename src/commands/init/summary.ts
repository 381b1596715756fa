import path from 'node:path';
import { printable } from '../../lines/printable.ts';
import type { NewRig, System } from './plan.ts';
import { argumentsOf, prometheusName, rigFileName, starterName } from './texts.ts';

/**
 * What was written, and the commands to type next.
 *
 * @param given the folder as it was typed
 * @param names the files that were written
 */
export function summary(given: string, rig: NewRig, names: readonly string[]): string {
  const { system, folder, machine, port } = rig;
  const word = (text: string): string => shellWord(text, system);
  const next = argumentsOf(rig, path.join(given, rigFileName));
  const starter = word(path.join(folder, starterName(system)));
  const service =
    system === 'windows'
      ? ['At each logon: put a shortcut to this file into the folder shell:startup', `  ${starter}`]
      : ['As a service, now and with the machine:', `  sudo systemctl enable --now ${starter}`];
  return [
    ...names.map((name) => `${path.join(given, name)}: written`),
    '',
    ...service,
    'Graphs, where Prometheus is installed:',
    `  prometheus --config.file=${word(path.join(given, prometheusName))}`,
    `The page, once it runs: http://${machine}:${port}`,
    'Now, in this terminal:',
    `  ${['fpga-tee', ...next].map(word).join(' ')}`,
  ]
    .map((line) => `${printable(line)}\n`)
    .join('');
}

/** A word as a shell takes it. */
function shellWord(word: string, system: System): string {
  if (/^[\w./:\\~+,@-]+$/.test(word)) return word;
  return system === 'windows' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
