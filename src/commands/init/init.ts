import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { errorWords } from '../../error-words.ts';
import { printable } from '../../lines/printable.ts';
import type { InitOptions } from '../../options/table/setup.ts';
import { makeFolder } from '../../platform/make-folder.ts';
import { UsageError } from '../../values/usage-error.ts';
import { complain, print } from '../print.ts';
import { missingProgram } from '../rig.ts';
import { askOnTerminal, type NoAnswer } from './ask.ts';
import { checkRigText, commandOf, type NewRig, namedMiners, type System } from './plan.ts';
import { type Answers, ask, usualPort } from './questions.ts';
import { rigFileName, textsOf } from './texts.ts';

/** `fpga-tee init`: asks, or takes options, and writes what a new rig needs into a folder. */
export async function init(options: InitOptions): Promise<number> {
  const system = options.system ?? (process.platform === 'win32' ? 'windows' : 'linux');
  const folder = path.resolve(options.folder);
  refuseToOverwrite(options.folder, folder, system);
  const answers = await answersFor(options, system);
  if (answers === 'interrupted' || answers === 'ended') {
    complain('nothing was written');
    return answers === 'interrupted' ? 130 : 2;
  }
  const rig: NewRig = { ...here(), ...answers, system, folder };
  const texts = textsOf(rig);
  checkRigText(texts.get(rigFileName) ?? '', path.join(folder, rigFileName));
  await writeAll(folder, texts);
  // Another machine has other programs.
  const forHere = (system === 'windows') === (process.platform === 'win32');
  for (const { name, command } of forHere ? rig.miners : []) {
    const missing = missingProgram({ name, command, directory: rig.directory, environment: {} });
    if (missing !== null) complain(printable(`${missing} (written all the same)`));
  }
  return print(summary(options.folder, rig, [...texts.keys()]));
}

/** What is known of this process and machine. */
function here(): Pick<NewRig, 'directory' | 'program' | 'user' | 'machine' | 'searchPath'> {
  const [node, script = ''] = process.argv;
  const own = process.execPath;
  return {
    directory: process.cwd(),
    // In a single executable the program is in what would be Node.
    program: /^node(?:js)?(?:\.exe)?$/i.test(path.basename(own)) ? [node ?? own, script] : [own],
    user: userName(),
    machine: hostname(),
    searchPath: process.env['PATH'] ?? '/usr/bin:/bin',
  };
}

/** A user may have no name, only a number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 0);
  }
}

async function answersFor({ miners: lines, port }: InitOptions, system: System): Promise<Answers | NoAnswer> {
  if (lines.length > 0) {
    const miners = namedMiners(lines.map((line) => commandOf(line, system)));
    return { miners, port: port ?? usualPort };
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UsageError(
      "init needs a terminal to ask, or the miner's command: fpga-tee init --miner 'fx-tokenminer -t 730 -C -P'",
    );
  const asker = askOnTerminal(process.stdin, process.stdout);
  try {
    return await ask(asker, port, system);
  } finally {
    asker.close();
  }
}

function refuseToOverwrite(given: string, folder: string, system: System): void {
  const names = [rigFileName, system === 'windows' ? 'start-rig.bat' : 'fpga-tee.service', 'prometheus.yml'];
  const there = names.find((name) => existsSync(path.join(folder, name)));
  if (there !== undefined)
    throw new UsageError(
      `${path.join(given, there)}: is there already and stays as it is; give another folder: fpga-tee init my-rig`,
    );
}

/** All of them or none, whatever comes in between. A command can hold a password: they are for the user alone. */
async function writeAll(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const written: string[] = [];
  try {
    await makeFolder(folder);
    for (const [name, text] of texts) {
      const file = path.join(folder, name);
      const mode = name === rigFileName ? 0o600 : 0o644;
      writeFileSync(file, '', { flag: 'wx', mode });
      written.push(file);
      writeFileSync(file, text);
    }
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw new UsageError(`${folder}: can't be written to: ${errorWords(error)}; give a folder of your own`);
  }
}

function summary(given: string, { system, folder }: NewRig, names: readonly string[]): string {
  const file = (name: string): string => shellWord(path.join(given, name), system);
  const service =
    system === 'windows'
      ? `With each logon:       put a shortcut to ${file('start-rig.bat')} into the folder shell:startup`
      : `With the machine:      sudo systemctl enable --now ${shellWord(path.join(folder, 'fpga-tee.service'), system)}`;
  return printableLines([
    ...names.map((name) => `${path.join(given, name)}: written`),
    service,
    `Numbers in Prometheus: prometheus --config.file=${file('prometheus.yml')}`,
    'Now, in this terminal:',
    `  fpga-tee run --rig ${file(rigFileName)}`,
  ]);
}

function printableLines(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function shellWord(word: string, system: System): string {
  if (/^[\w./:\\~+,@-]+$/.test(word)) return word;
  return system === 'windows' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
