import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { printable } from '../../lines/printable.ts';
import type { InitOptions } from '../../options/table/setup.ts';
import { makeFolder } from '../../platform/make-folder.ts';
import { UsageError } from '../../values/usage-error.ts';
import { complain, print } from '../print.ts';
import { missingProgram } from '../rig.ts';
import { whyNotWritten } from '../why-not-written.ts';
import { askOnTerminal, type NoAnswer } from './ask.ts';
import {
  checkRigText,
  type MinerCommand,
  type NewRig,
  namedMiners,
  type System,
  type Watched,
  whyNotToStay,
} from './plan.ts';
import { type Answers, ask, type Judge, tellLeftOut, usualPort } from './questions.ts';
import { summary } from './summary.ts';
import { fileNames, rigFileName, textsOf } from './texts.ts';
import { readTyped } from './typed.ts';

/** `fpga-tee init`: asks, or takes options, and writes what a new rig needs into a folder. */
export async function init(options: InitOptions): Promise<number> {
  const system = options.system ?? here().system;
  const folder = path.resolve(options.folder);
  refuseToOverwrite(options.folder, folder, system);
  const judge: Judge = {
    read: (line) => readTyped(line, system),
    missing: (command) => missingHere(command, system),
  };
  const answers = await answersFor(options, judge);
  if (answers === 'interrupted' || answers === 'ended') {
    complain('nothing was written');
    return answers === 'interrupted' ? 130 : 2;
  }
  const place = system === here().system ? here() : elsewhere(system);
  const rig: NewRig = { ...place, ...answers, watched: fromHere(answers.watched, system), system, folder };
  const texts = textsOf(rig);
  const rigText = texts.get(rigFileName);
  if (rigText !== undefined) checkRigText(rigText, path.join(folder, rigFileName));
  await writeAll(folder, texts);
  const fleeting = whyNotToStay(rig.program);
  if (fleeting !== null) complain(printable(fleeting));
  return print(summary(options.folder, rig, [...texts.keys()]));
}

/** What is known of this process and machine. */
function here(): Omit<NewRig, 'folder' | 'watched' | 'port'> {
  const [node, script = ''] = process.argv;
  const own = process.execPath;
  return {
    system: process.platform === 'win32' ? 'windows' : 'linux',
    directory: process.cwd(),
    // In a single executable the program is in what would be Node.
    program: /^node(?:js)?(?:\.exe)?$/i.test(path.basename(own)) ? [node ?? own, script] : [own],
    user: userName(),
    machine: hostname(),
    searchPath: process.env['PATH'] ?? '/usr/bin:/bin',
  };
}

/** The same for a machine that runs another system: where its packages put the program, and miners beside the rig file. */
function elsewhere(system: System): ReturnType<typeof here> {
  const program = system === 'windows' ? 'fpga-tee' : '/usr/bin/fpga-tee';
  return { ...here(), program: [program], directory: null };
}

/** A user may have no name, only a number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 0);
  }
}

/** Paths of logs as they are seen from anywhere; those of another system stay as they are. */
function fromHere(watched: Watched, system: System): Watched {
  if (watched.type === 'miners' || system !== here().system) return watched;
  return { type: 'logs', logs: watched.logs.map((log) => path.resolve(log)) };
}

/** Another machine has other programs. */
function missingHere(command: MinerCommand['command'], system: System): string | null {
  if (system !== here().system) return null;
  return missingProgram({ command, directory: process.cwd(), environment: {} });
}

async function answersFor(options: InitOptions, judge: Judge): Promise<Answers | NoAnswer> {
  const { miners, logs, port } = options;
  if (logs.length > 0) return { watched: { type: 'logs', logs }, port: port ?? usualPort };
  if (miners.length > 0) return { watched: givenMiners(miners, judge), port: port ?? usualPort };
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UsageError(
      "init needs a terminal to ask, or the miner's command: fpga-tee init --miner 'fx-tokenminer -t 730 -C -P'",
    );
  const asker = askOnTerminal(process.stdin, process.stdout);
  try {
    return await ask(asker, port, judge);
  } finally {
    asker.close();
  }
}

function givenMiners(lines: readonly string[], judge: Judge): Watched {
  const commands = lines.map((line) => {
    const typed = judge.read(line);
    const { watched } = typed;
    if (watched.type === 'logs')
      throw new UsageError(
        `--miner '${line}': is no miner; give its logs: fpga-tee init -m ${watched.logs[0]}`,
      );
    tellLeftOut(typed);
    const missing = judge.missing(watched.command);
    if (missing !== null) complain(printable(`${missing} (taken all the same)`));
    return watched.command;
  });
  return { type: 'miners', miners: namedMiners(commands) };
}

function refuseToOverwrite(given: string, folder: string, system: System): void {
  const there = fileNames(system).find((name) => existsSync(path.join(folder, name)));
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
    throw new UsageError(
      `${folder}: can't be written to: ${whyNotWritten(error)}; give a folder of your own`,
    );
  }
}
