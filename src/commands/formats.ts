import { builtInSources } from '../bitstreams/built-in-files.ts';
import { bitstreams } from '../bitstreams/index.ts';
import { formatsOfUser, type OwnFormat } from '../bitstreams/own-formats.ts';
import { printable } from '../lines/printable.ts';
import type { FormatsOptions } from '../options/parse.ts';
import { didYouMean, UsageError } from '../values/usage-error.ts';
import { print } from './print.ts';

/** `fpga-tee formats`: lists the formats with where they come from; with a name prints one, as a start for one's own. */
export async function formats({ name }: FormatsOptions): Promise<number> {
  const own = formatsOfUser().filter((one) => one.type === 'format');
  if (name === null) return print(listOf(own));
  const text =
    own.find(({ bitstream }) => bitstream.name === name)?.text ?? new Map(builtInSources().texts).get(name);
  if (text !== undefined) return print(text);
  const names = [...own.map(({ bitstream }) => bitstream.name), ...bitstreams.map((one) => one.name)];
  throw new UsageError(
    `formats ${name}: no such format; ${didYouMean(name, names) || `there are ${names.join(', ')}`}`,
  );
}

function listOf(own: readonly Extract<OwnFormat, { type: 'format' }>[]): string {
  const replaced = new Set(own.map(({ bitstream }) => bitstream.name));
  const rows = [
    ...own.map(({ bitstream, file }) => [bitstream.name, bitstream.title, file]),
    ...bitstreams
      .filter(({ name }) => !replaced.has(name))
      .map(({ name, title }) => [name, title, 'comes with the tool']),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      printable(
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      ),
    )
    .join('\n')
    .concat('\n');
}
