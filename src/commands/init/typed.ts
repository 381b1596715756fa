import { wordsOf } from '../../options/rig-file/words.ts';
import { UsageError } from '../../values/usage-error.ts';
import type { MinerCommand, System } from './plan.ts';

/** What somebody types to have their cards mine, or watched. */
export interface Typed {
  readonly watched: MinerCommand | FollowedLogs;
  /** What was typed besides, and is not taken over; `''` for nothing. */
  readonly leftOut: string;
}

/** Logs of a miner that somebody else starts. */
interface FollowedLogs {
  readonly type: 'logs';
  /** One at least. */
  readonly logs: readonly string[];
}

/** A program as it is typed: by name or path, in quotes or not. */
const typed = (names: string): string =>
  String.raw`(?:"(?:[^"]*[\\/])?(?:${names})(?:\.exe)?"|(?:[^\s"]*[\\/])?(?:${names})(?:\.exe)?)`;
/** What a shell is to do with the miner's output: the tool does it now. */
const behind = new RegExp(String.raw`\s*(?:2>&1)?\s*(?:\|&?\s*${typed('fpga-tee|tee')}(?:\s[^|<>&;]*)?)?$`);
const inFront = new RegExp(String.raw`^${typed('fpga-tee')}\s+run\s(?:.*?\s)?--\s+`);
const follows = new RegExp(
  String.raw`^(?:${typed('fpga-tee')}\s(?:.*\s)?)?(?:-m|--follow|--minerlogpaths)(?:\s+|$)`,
);

/**
 * Takes a line as it is typed in a shell so far: a miner's command, one in a pipe or behind `fpga-tee run`, or `-m` and
 * logs.
 *
 * @throws UsageError for what only a shell can do
 */
export function readTyped(line: string, system: System): Typed {
  const [front = ''] = follows.exec(line) ?? [];
  if (front !== '') return { watched: logsOf(line.slice(front.length), system), leftOut: '' };
  const [before = ''] = inFront.exec(line) ?? [];
  const bare = line.slice(before.length);
  const [end = ''] = behind.exec(bare) ?? [];
  // Half of a quote is the command's own.
  const after = /^(?:[^"']|"[^"]*"|'[^']*')*$/.test(end) ? end : '';
  const command = commandOf(after === '' ? bare : bare.slice(0, -after.length), system);
  return {
    watched: command,
    leftOut: [before, after]
      .map((text) => text.trim())
      .join(' ')
      .trim(),
  };
}

function logsOf(text: string, system: System): FollowedLogs {
  const words = cut(text, system);
  const end = words.findIndex((word) => word.startsWith('-'));
  const logs = end === -1 ? words : words.slice(0, end);
  if (logs.length === 0) throw new UsageError('-m: the log is missing; give it, such as -m hashrates.log');
  return { type: 'logs', logs };
}

function commandOf(line: string, system: System): MinerCommand {
  const [program, ...args] = cut(line, system);
  if (program === undefined || program === '')
    throw new UsageError("no command; give the miner's, such as fx-tokenminer -t 730 -C -P");
  return { type: 'miner', command: [program, ...args] };
}

/** The words of a line, as its shell would cut them. */
function cut(line: string, system: System): readonly string[] {
  const read = system === 'windows' ? windowsWords(line) : wordsOf(line);
  if (read.type === 'words') return read.words;
  throw new UsageError(
    `${line.trim()}: ${read.message}; give the miner's command alone, or a script that has it`,
  );
}

/** Backslashes stand in paths there. */
function windowsWords(line: string): ReturnType<typeof wordsOf> {
  const bare = line.replaceAll(/"[^"]*"/g, '');
  if (bare.includes('"')) return { type: 'problem', message: 'a quote " that is not closed' };
  const operator = /[|&<>]/.exec(bare)?.[0];
  if (operator !== undefined) return { type: 'problem', message: `'${operator}' needs a shell` };
  const words = line.match(/(?:"[^"]*"|[^\s"]+)+/g) ?? [];
  return { type: 'words', words: words.map((word) => word.replaceAll('"', '')) };
}
