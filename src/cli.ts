import { takeOwnFormats } from './bitstreams/index.ts';
import { formatsOfUser } from './bitstreams/own-formats.ts';
import { askForPassword } from './commands/hash-password.ts';
import { mayColour } from './commands/in-process.ts';
import { pool } from './commands/pool.ts';
import { complain, print } from './commands/print.ts';
import { simulate } from './commands/simulate.ts';
import { tee } from './commands/tee.ts';
import type { Parts } from './job/parts.ts';
import { printable } from './lines/printable.ts';
import { completionOf } from './options/completion.ts';
import { type Command, parseCommandLine } from './options/parse.ts';
import { likePredecessor } from './options/predecessor.ts';
import { configFolder } from './platform/config-folder.ts';
import { replaceStderr } from './platform/own-stderr.ts';
import { runWriter, writerCommand } from './platform/writer.ts';
import { UsageError } from './values/usage-error.ts';
import { version } from './version.ts';

/**
 * What the program does, for its arguments.
 *
 * @param parts what its jobs are put together from
 * @returns the exit code
 */
export async function main(parts: Parts): Promise<number> {
  if (process.argv[2] === writerCommand && process.send !== undefined) return runWriter();
  replaceStderr();
  try {
    readUsersFormats();
    const surroundings = {
      environment: process.env,
      folder: configFolder(process.env, process.platform),
    };
    const args = likePredecessor(process.argv.slice(2));
    return await carryOut(parseCommandLine(args, mayColour(), surroundings), parts);
  } catch (error) {
    if (error instanceof UsageError) {
      complain(error.message);
      return 2;
    }
    complain(printable(error instanceof Error ? error.message : String(error)));
    return 1;
  }
}

async function carryOut(command: Command, parts: Parts): Promise<number> {
  switch (command.command) {
    case 'help': {
      const { briefHelpOf, helpOf } = await import('./options/help.ts');
      return print(command.all ? helpOf(command.of) : briefHelpOf(command.of));
    }
    case 'version':
      return print(`${version}\n`);
    case 'rig': {
      const { checkRigFile } = await import('./commands/rig.ts');
      return checkRigFile(command.options);
    }
    case 'check': {
      const { check } = await import('./commands/check.ts');
      return check(command.options);
    }
    case 'formats': {
      const { formats } = await import('./commands/formats.ts');
      return formats(command.options);
    }
    case 'learn': {
      const { learn } = await import('./commands/learn.ts');
      return learn(command.options);
    }
    case 'pool':
      return pool(command.options, parts);
    case 'simulate':
      return simulate(command.options);
    case 'demo': {
      const { demo } = await import('./commands/demo.ts');
      return demo(command.port);
    }
    case 'init': {
      const { init } = await import('./commands/init/init.ts');
      return init(command.options);
    }
    case 'dashboards': {
      const [{ dashboards }, { dashboardFiles }] = await Promise.all([
        import('./commands/dashboards.ts'),
        import('./commands/dashboard-files.ts'),
      ]);
      return dashboards(command.options, dashboardFiles());
    }
    case 'completion':
      return print(completionOf(command.shell));
    case 'hash-password':
      return askForPassword();
    case 'tee':
      return tee(command.options, parts);
    case 'follow': {
      const { follow } = await import('./commands/follow.ts');
      return follow(command.options, parts);
    }
    case 'run': {
      const { run } = await import('./commands/run.ts');
      return run(command.options, parts);
    }
  }
}

/** A file that is broken is told of; the job goes on without it. */
function readUsersFormats(): void {
  const own = formatsOfUser();
  takeOwnFormats(own.flatMap((one) => (one.type === 'format' ? [one.bitstream] : [])));
  for (const one of own)
    if (one.type === 'problem') complain(printable(`${one.words}; this format is left out`));
}
