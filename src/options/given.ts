import { didYouMean, UsageError } from '../values/usage-error.ts';
import type { OptionRow, ValueRow } from './row.ts';
import type { Sources } from './source.ts';

/** What was given of each option, by its name: the texts of its values, or whether a switch is on or off. */
export type Flags = ReadonlyMap<string, readonly string[] | boolean>;

type Named = Pick<OptionRow, 'name'>;

/** The options that were given, each read by its row in the table. */
export class GivenOptions {
  readonly flags: Flags;
  /** Where those stand that are not of the command line. */
  readonly sources: Sources;

  constructor(flags: Flags, sources: Sources = new Map()) {
    this.flags = flags;
    this.sources = sources;
  }

  /**
   * The value that was given, or the default.
   *
   * @throws UsageError for a text that the row's reader does not understand
   */
  value<Value>(row: ValueRow<Value> & { readonly default: string }): Value;
  value<Value>(row: ValueRow<Value>): Value | null;
  value<Value>(row: ValueRow<Value>): Value | null {
    const text = this.texts(row).at(-1) ?? row.default;
    if (text === undefined) return null;
    const value = row.reader.read(text);
    if (value === null) throw wrongValue(row, text);
    return value;
  }

  /** All values that were given, as they were written. */
  texts({ name }: Named): readonly string[] {
    const given = this.flags.get(name);
    return typeof given === 'object' ? given : [];
  }

  /** A switch was given. */
  on({ name }: Named): boolean {
    return this.flags.get(name) === true;
  }

  /** `--no-<name>` was given. */
  off({ name }: Named): boolean {
    return this.flags.get(name) === false;
  }

  /** It was given, in whichever form. */
  has({ name }: Named): boolean {
    return this.flags.has(name);
  }

  /** What a message calls it, in front of its value: `--web-config`, or the place where it stands. */
  calledBy({ name }: Named): string {
    const source = this.sources.get(name);
    if (source === undefined) return `--${name}`;
    return source.type === 'variable' ? `${source.name}:` : `${source.place}: ${source.key}:`;
  }

  /** With values of another place for what was not given here. */
  orElse(texts: ReadonlyMap<string, string>): GivenOptions {
    return new GivenOptions(new Map([...flagsOf(texts), ...this.flags]), this.sources);
  }

  /** With values of another place, which stand above those that were given here. */
  but(texts: ReadonlyMap<string, string>): GivenOptions {
    return new GivenOptions(new Map([...this.flags, ...flagsOf(texts)]), this.sources);
  }
}

/** What to say of a value that its option's reader does not understand. */
export function wrongValue({ name, reader }: ValueRow<unknown>, text: string): UsageError {
  const hint = didYouMean(text, reader.known ?? []);
  return new UsageError(
    `--${name} ${text || "''"}: ${hint === '' ? '' : `${hint} `}${reader.wrong ?? `give ${reader.right}`}`,
  );
}

function flagsOf(texts: ReadonlyMap<string, string>): Flags {
  return new Map([...texts].map(([name, text]) => [name, [text]]));
}
