import { printable } from '../../lines/printable.ts';
import { setupRows } from '../../options/table/setup.ts';
import { UsageError } from '../../values/usage-error.ts';
import { complain } from '../print.ts';
import type { Asker, NoAnswer } from './ask.ts';
import { type MinerCommand, type NewRig, namedMiners, type Watched } from './plan.ts';
import type { Typed } from './typed.ts';

/** What has to be known of a new rig. */
export type Answers = Pick<NewRig, 'watched' | 'port'>;

/** What answers are held against. */
export interface Judge {
  /** @throws UsageError for what is neither a miner's command nor `-m` and logs */
  readonly read: (line: string) => Typed;
  /** Why a miner could not be started here; `null` when it could. */
  readonly missing: (command: MinerCommand['command']) => string | null;
}

/** The port where none is given. */
export const usualPort = Number(setupRows.port.default);

const firstQuestion = `How do you start your miner? Type the command as you do now.
(If something else starts it and it writes a log: -m and the log.)
> `;
const onceMore = 'Type it once more (Enter: take it as it is):\n> ';
const nextQuestion = 'The command of another miner (Enter: there is none):\n> ';

/** Asks for what the options do not say. */
export async function ask(asker: Asker, port: number | null, judge: Judge): Promise<Answers | NoAnswer> {
  const watched = await askForMiners(asker, judge);
  if (typeof watched === 'string') return watched;
  const asked = port ?? (await askForPort(asker));
  return typeof asked === 'string' ? asked : { watched, port: asked };
}

async function askForMiners(asker: Asker, judge: Judge): Promise<Watched | NoAnswer> {
  const commands: MinerCommand['command'][] = [];
  /** It is not there, and whether it is meant has been asked. */
  let doubtful: MinerCommand['command'] | null = null;
  for (;;) {
    const question = commands.length === 0 ? firstQuestion : nextQuestion;
    const answer = await asker.ask(doubtful === null ? question : onceMore);
    if (typeof answer === 'string') return answer;
    if (answer.text === '' && doubtful !== null) {
      commands.push(doubtful);
      doubtful = null;
      continue;
    }
    if (answer.text === '' && commands.length > 0) return { type: 'miners', miners: namedMiners(commands) };
    const typed = understood(() => judge.read(answer.text));
    if (typed === null) continue;
    const { watched } = typed;
    if (watched.type === 'logs') {
      if (commands.length === 0) return watched;
      complain(
        '-m: logs are followed beside no miner; give them a folder of their own: fpga-tee init my-logs',
      );
      continue;
    }
    doubtful = tellMissing(judge, watched.command) ? watched.command : null;
    tellLeftOut(typed);
    if (doubtful === null) commands.push(watched.command);
  }
}

/** Says what of a line was not taken over. */
export function tellLeftOut({ leftOut }: Typed): void {
  if (leftOut === '') return;
  const options = /\s-/.test(leftOut) ? '; its options go into rig.yaml (docs/run.md)' : '';
  complain(printable(`${leftOut}: not needed any more${options}`));
}

function tellMissing(judge: Judge, command: MinerCommand['command']): boolean {
  const words = judge.missing(command);
  if (words !== null) complain(printable(words));
  return words !== null;
}

async function askForPort(asker: Asker): Promise<number | NoAnswer> {
  for (;;) {
    const answer = await asker.ask(`The port of page and metrics (Enter: ${usualPort}):\n> `);
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
