import { printable } from '../../lines/printable.ts';
import { setupRows } from '../../options/table/setup.ts';
import { UsageError } from '../../values/usage-error.ts';
import { complain } from '../print.ts';
import type { Asker, NoAnswer } from './ask.ts';
import { commandOf, type NewMiner, type NewRig, namedMiners, type System } from './plan.ts';

/** What has to be known of a new rig. */
export type Answers = Pick<NewRig, 'miners' | 'port'>;

/** The port where none is given. */
export const usualPort = Number(setupRows.port.default);

/** Asks for what the options do not say. */
export async function ask(asker: Asker, port: number | null, system: System): Promise<Answers | NoAnswer> {
  const commands = await askForCommands(asker, system);
  if (typeof commands === 'string') return commands;
  const asked = port ?? (await askForPort(asker));
  if (typeof asked === 'string') return asked;
  return { miners: namedMiners(commands), port: asked };
}

async function askForCommands(asker: Asker, system: System): Promise<NewMiner['command'][] | NoAnswer> {
  const commands: NewMiner['command'][] = [];
  for (;;) {
    const question =
      commands.length === 0
        ? "The miner's command, as you type it (without 2>&1 and |):\n> "
        : "Another miner's command (Enter: no more):\n> ";
    const answer = await asker.ask(question);
    if (typeof answer === 'string') return answer;
    if (answer.text === '' && commands.length > 0) return commands;
    const command = understood(() => commandOf(answer.text, system));
    if (command !== null) commands.push(command);
  }
}

async function askForPort(asker: Asker): Promise<number | NoAnswer> {
  for (;;) {
    const answer = await asker.ask(
      `Port of metrics and page (Enter: ${usualPort}; Prometheus itself has 9090):\n> `,
    );
    if (typeof answer === 'string') return answer;
    if (answer.text === '') return usualPort;
    const port = setupRows.port.reader.read(answer.text);
    if (port !== null) return port;
    complain(printable(`${answer.text}: not a port; give a number from 1 to 65535`));
  }
}

/** `null` for an answer that is told to be wrong. */
function understood<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(error.message);
    return null;
  }
}
